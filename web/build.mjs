// Puts what the pages need of other people's work where they find it: `npm ci && node build.mjs`, run by ../hatch_build.py
// whenever memograph is installed or packed. Nothing of it is fetched when a page is shown.
//
// vendor/world.json is the map that the server draws on. Its projection is Equal Earth (Šavrič, Patterson and Jenny, 2018,
// doi:10.1080/13658816.2018.1504949), because areas compare and the far north stays in proportion, turned to the
// meridian 11° E, so that the cut at 169° W goes through the Bering Strait and leaves the Soviet Union whole. For a place
// with longitude λ less the meridian (in -180..180) and latitude φ:
//     sin θ = √3/2 · sin φ
//     x = 2√3/3 · λ · cos θ / (9·A4·θ⁸ + 7·A3·θ⁶ + 3·A2·θ² + A1),    y = A4·θ⁹ + A3·θ⁷ + A2·θ³ + A1·θ    (in radians)
//     A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796
//     in the drawing: (translate[0] + scale · x, translate[1] - scale · y)
// `checks` are such places computed by d3-geo. Antarctica is left out, as no document was written there. `borders` are
// those of the year of Natural Earth's edition, not those of the documents.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoEqualEarth, geoGraticule, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const vendor = join(here, "..", "src", "memograph", "publish", "static", "vendor");
const made = `${vendor}.new`;

const MERIDIAN = 11, WIDTH = 960, MARGIN = 4, ANTARCTICA = "010";
const PLACES = [[0, 0], [11, 0], [-77.04, 38.9], [37.62, 55.75], [-0.13, 51.51], [116.4, 39.9], [-43.2, -22.9], [-170, 65.6], [-168, 65.6], [179.9, -16.5]];

function world() {
  const atlas = createRequire(import.meta.url)("world-atlas/countries-110m.json");
  const countries = { ...atlas.objects.countries };
  countries.geometries = countries.geometries.filter((each) => each.id !== ANTARCTICA);
  const land = merge(atlas, countries.geometries);
  const projection = geoEqualEarth().rotate([-MERIDIAN, 0]).fitWidth(WIDTH - 2 * MARGIN, { type: "Sphere" });
  const [[, top], [, bottom]] = geoPath(projection).bounds(land);
  const height = Math.ceil(bottom - top + 2 * MARGIN);
  const [x, y] = projection.translate();
  projection.translate([x + MARGIN, y - top + MARGIN]);
  projection.clipExtent([[0, 0], [WIDTH, height]]);
  const draw = geoPath(projection).digits(1);
  return {
    source: "Natural Earth 1:110m (public domain), from npm's world-atlas",
    projection: "Equal Earth",
    meridian: MERIDIAN,
    scale: projection.scale(),
    translate: projection.translate(),
    width: WIDTH,
    height,
    land: draw(land),
    borders: draw(mesh(atlas, countries, (one, other) => one !== other)),
    graticule: draw(geoGraticule().step([30, 30])()),
    outline: draw({ type: "Sphere" }),
    checks: PLACES.map((place) => [...place, ...projection(place).map((each) => Number(each.toFixed(3)))]),
  };
}

function withoutSourceMap(from, to) {
  writeFileSync(join(made, to), readFileSync(join(modules, from), "utf8").replace(/\n\/[/*]# sourceMappingURL=.*\s*$/, "\n"));
}

// Every package that was installed, with the licence as its package holds it.
function licences() {
  const locked = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
  const ours = readFileSync(join(here, "..", "LICENSE"), "utf8");
  const told = ["The files in this folder are made from the packages below, by web/build.mjs of memograph."];
  for (const path of Object.keys(locked).filter((each) => each.startsWith("node_modules/")).sort()) {
    const folder = join(here, path);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const author = typeof about.author === "object" ? about.author.name : about.author;
    const files = readdirSync(folder).filter((each) => /^(licen[cs]e|copying|notice)/i.test(each)).sort();
    const texts = files.map((each) => readFileSync(join(folder, each), "utf8").trim());
    if (!texts.length && about.license === "MIT") {
      texts.push(ours.replace(/Copyright.*/, `Copyright (c) ${author ?? about.name}`).trim());
    }
    if (!texts.length && about.license !== "CC0-1.0") throw new Error(`${about.name} comes without the text of its licence`);
    told.push([`${about.name} ${about.version} (${about.license ?? "see below"})`, ...texts].join("\n\n"));
  }
  return told.join(`\n\n${"=".repeat(80)}\n\n`) + "\n";
}

rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });
withoutSourceMap("@zazuko/yasgui/build/yasgui.min.js", "yasgui.min.js");
withoutSourceMap("@zazuko/yasgui/build/yasgui.min.css", "yasgui.min.css");
writeFileSync(join(made, "world.json"), JSON.stringify(world()) + "\n");
writeFileSync(join(made, "THIRD-PARTY.txt"), licences());
const sources = ["package-lock.json", "build.mjs"].map((each) => readFileSync(join(here, each)));
writeFileSync(join(made, "made-from.txt"), createHash("sha256").update(Buffer.concat(sources)).digest("hex") + "\n");
rmSync(vendor, { recursive: true, force: true });
renameSync(made, vendor);
