// All that Streamlit itself is given of a component; pages/ui/components/scripts.py puts the address in. A page lies
// right under the app's own path, whatever that is, so the address is told from there.
const { default: run } = await import(new URL("ADDRESS", location.href).href);

export default run;
