import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  "eqeqeq": "error", "no-redeclare": "error", "no-shadow": "error", "no-undef": "error", "no-var": "error",
  "no-use-before-define": ["error", { functions: false, variables: false }], "prefer-const": "error",
  "max-lines": ["error", 300], "max-lines-per-function": ["error", 60],
};

export default [
  { ignores: ["**/node_modules/**"] },
  { files: ["pages/web/**/*.js"], languageOptions: { globals: globals.browser }, rules },
  { files: ["tests/web/**/*.js"], languageOptions: { globals: globals.node }, rules },
];
