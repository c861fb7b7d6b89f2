// Before the first paint, so that nobody who likes it dark is shown a white page first.
(() => {
  const wanted = localStorage.getItem('berth-color-scheme');
  const dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
