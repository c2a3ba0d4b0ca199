// All that Streamlit itself is given of a component; pages/ui/components/scripts.py puts its files in, the component
// first. They are asked for at once, not one after the other as imports are found. A page lies right under the app's
// own path, whatever that is, so addresses are told from there.
const files = ["FILES"].map((file) => import(new URL(file, location.href).href));
const [{ default: run }] = await Promise.all(files);

export default run;
