/**
 * Whatever a page can leave behind in a browser.
 *
 * @param {import("puppeteer-core").Page} page
 */
export const stored = (page) =>
  page.evaluate(async () => {
    // By number, since an item can have the name of a method.
    const items = (storage) =>
      Array.from({ length: storage.length }, (_, at) => [storage.key(at), storage.getItem(storage.key(at))]);
    return {
      local: items(localStorage),
      session: items(sessionStorage),
      cookies: document.cookie,
      caches: await caches.keys(),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      history: history.state,
    };
  });
