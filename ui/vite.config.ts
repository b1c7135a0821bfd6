import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    target: ["es2022", "safari15"],
    // the page's policy allows no data: addresses
    assetsInlineLimit: 0,
    // the web view is newer than what this would serve, and it adds an inline script
    modulePreload: { polyfill: false },
  },
  server: { fs: { allow: [".."] } },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    env: { TZ: "UTC" },
    // a busy machine takes its time over the accessibility rules
    testTimeout: 30_000,
  },
});
