/* How a wall breaks into rows, worked out as the sheet does it (css/gallery/gallery.css), so that nothing has to be laid out. */

const FINE = 64; // parts of a pixel that browsers lay out by

function shapeOf(tile) {
  return Number(tile.dataset.a) || 1;
}

/** The rows of tiles in a width: of each the place where it ends among the tiles, and its height. Hidden tiles take none. */
export function rowsOf(tiles, { width, height, gap }) {
  const rows = [];
  let [taken, shapes, number] = [0, 0, 0];
  tiles.forEach((tile, index) => {
    if (tile.hidden) return;
    const wide = Math.floor(shapeOf(tile) * height * FINE) / FINE;
    if (number && taken + gap + wide > width) {
      rows.push({ end: index, height: (width - gap * (number - 1)) / shapes, full: true });
      [taken, shapes, number] = [0, 0, 0];
    }
    taken += wide + (number ? gap : 0);
    shapes += shapeOf(tile);
    number += 1;
  });
  if (number) rows.push({ end: tiles.length, height: Math.min(height, (width - gap * (number - 1)) / shapes), full: false });
  return rows;
}

/** Tiles in lists of whole rows, at least ``least`` tiles each; the last takes what is left. Each with its height. */
export function listsOfRows(tiles, measures, least) {
  const found = [];
  let [start, tall] = [0, 0];
  for (const row of rowsOf(tiles, measures)) {
    tall += row.height + (tall ? measures.gap : 0);
    if (row.full && row.end - start < least) continue;
    found.push({ tiles: tiles.slice(start, row.end), height: tall, whole: row.full });
    [start, tall] = [row.end, 0];
  }
  if (start < tiles.length || !found.length) found.push({ tiles: tiles.slice(start), height: tall, whole: false });
  return found;
}
