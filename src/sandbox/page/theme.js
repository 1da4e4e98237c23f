// Runs before the first paint, so that the page never flashes in the other theme or language.
(() => {
  const read = (name, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(`zhiban.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const root = document.documentElement;
  const theme = read('theme', 'auto');
  if (theme !== 'auto') root.dataset.theme = theme;
  root.lang = read('lang', navigator.language.startsWith('zh') ? 'zh' : 'en') === 'zh' ? 'zh-CN' : 'en';
})();
