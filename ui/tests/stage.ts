// The page that a test renders into, and what a person does and reads there. Each test has a new one.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach } from "vitest";

export let page: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "en";
  document.title = "Clawtender";
  page = document.createElement("div");
  document.body.append(page);
});

afterEach(() => {
  render(null, page);
  page.remove();
});

export const texts = (selector: string) => [...page.querySelectorAll(selector)].map((element) => element.textContent);
export const button = (name: string, place: Element = page) => {
  const found = [...place.querySelectorAll("button")].find((candidate) => candidate.textContent === name);
  if (!found) throw new Error(`no button ${name} among ${texts("button").join(", ")}`);
  return found;
};
export const press = (name: string, place?: Element) => act(async () => button(name, place).click());
export const heard = () => page.querySelector(".unseen[role=status]")?.textContent;
