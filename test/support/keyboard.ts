/* People without a mouse. */
import type { Locator, Page } from 'playwright-core';

/** More stops than any page of ours has. */
const MOST_STOPS = 120;

/** Goes there by the Tab key alone. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Whatever can be pressed or typed into. */
const STOPS = 'a[href], button, input, select, textarea, summary, [role=tab], [tabindex="0"]';
const MARK = 'data-stop';

/**
 * What can be pressed or typed into on the page as it stands, but not reached by Tab. Of radio buttons, and of tabs, one
 * is reached by Tab and the others by arrows.
 */
export async function unreachable(page: Page): Promise<readonly string[]> {
  const wanted = await page.locator(STOPS).evaluateAll(nameStops, MARK);
  const reached = new Set<string | null>();
  let before: string | null = null;
  await page.locator(':focus').evaluateAll(([focused]) => focused?.blur());
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page
      .locator(':focus')
      .evaluateAll(([focused], mark) => focused?.getAttribute(mark) ?? null, MARK);
    // An input for a time keeps the focus for each of its parts.
    if (stop !== null && stop !== before && reached.has(stop)) break;
    reached.add(stop);
    before = stop;
  }
  return wanted.filter((name) => !reached.has(name));
}

/** What is asked of an element; tests know no types of the browser. */
interface Stop {
  readonly tagName: string;
  readonly textContent: string | null;
  checkVisibility(options: { readonly visibilityProperty: boolean }): boolean;
  matches(selector: string): boolean;
  closest(selector: string): object | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

/** Runs in the page: marks everything that can be used with a name, which groups of radio buttons and tabs share. */
function nameStops(elements: readonly Stop[], mark: string): string[] {
  const usable = elements.filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.matches(':disabled, [type=hidden], [tabindex="-1"]:not([role=tab])'),
  );
  return usable.map((element, at) => {
    const words = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
    const radio = element.matches('[type=radio]') && `radio ${element.getAttribute('name')}`;
    const tab = element.closest('[role=tablist]') && 'tabs';
    const name = radio || tab || `${at} ${element.tagName} ${words}`;
    element.setAttribute(mark, name);
    return name;
  });
}
