import { defineConfig } from "vite";

// The gallery that tests look at (gallery/main.tsx), with two languages more that nobody speaks. Nothing of it is in the window.
export default defineConfig({
  root: "gallery",
  mode: "gallery",
  build: { outDir: "../dist-gallery", emptyOutDir: true, target: ["es2022", "safari15"], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
