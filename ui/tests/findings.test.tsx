// Renders the doctor with every kind of finding that there is, as the core's checks say it, and looks for all that it says.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { describe, expect, test } from "vitest";
import { findings, recorded } from "../fixtures/recorded";
import { App } from "../src/app";
import { isReview } from "../src/fixes";
import { labels } from "../src/labels";
import { visible } from "../src/outside";
import { page, texts } from "./stage";

test("there is one of every check", () => {
  expect(findings.size).toBeGreaterThan(70);
  for (const [name, { report }] of findings) {
    expect(report.findings.filter(({ id, outcome }) => `check ${id}` === name && outcome === "fail").length, name).toBeGreaterThan(0);
  }
});

describe.each([...findings])("%s", (name, { report }) => {
  test("is said whole: its title, its sentence, what helps, what was seen", async () => {
    await act(async () => render(<App engine={recorded(name, "doctor")} />, page));
    await act(async () => {});
    for (const fold of page.querySelectorAll("details")) fold.open = true;
    expect(texts("h1")).toEqual([visible(report.headline)]);
    for (const finding of report.findings) {
      const element = [...page.querySelectorAll<HTMLElement>("[data-finding]")].find(({ dataset }) => dataset["finding"] === finding.id);
      const text = element?.textContent;
      expect(text).toContain(visible(finding.title));
      expect(text).toContain(visible(finding.message));
      for (const piece of finding.evidence) expect(text).toContain(visible(piece.text));
      if (finding.fix) expect(text).toContain(isReview(finding.fix.id) ? labels.review : visible(finding.fix.label));
      const pressed = [...(element?.querySelectorAll(".fix button") ?? [])].map((button) => button.textContent);
      if (finding.fix?.deed) expect(pressed).toContain(visible(finding.fix.label));
      if (finding.fix && pressed.length === 0) for (const step of finding.fix.preview) expect(text).toContain(visible(step));
    }
    // what needs a layout is looked at in a real web view (tests/suites/desktop/looks.rs)
    const off = { enabled: false };
    const { violations } = await axe.run(page, { rules: { "color-contrast": off, "label-content-name-mismatch": off } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});
