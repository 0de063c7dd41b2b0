/** What must be known of a JPEG before it is decoded (ITU T.81, JFIF, EXIF 2.3). */
export type JpegFacts = {
  width: number;
  height: number;
  components: 1 | 3 | 4;
  /** EXIF: 1 is upright, 2 to 8 are turned or mirrored */
  orientation: number;
  /** Adobe writes CMYK the other way round */
  isInverted: boolean;
};

/** Null where the markers lead to no frame. */
export function jpegFacts(bytes: Uint8Array): JpegFacts | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = 1;
  let isAdobe = false;
  for (const { marker, body } of segmentsOf(view)) {
    if (marker === 0xe1) orientation = orientationIn(body) ?? orientation;
    if (marker === 0xee && body.subarray(0, 5).toString('latin1') === 'Adobe') isAdobe = true;
    if (isFrame(marker)) {
      const size = frameSize(body);
      return size && { ...size, orientation, isInverted: isAdobe && size.components === 4 };
    }
  }
  return null;
}

/** A PDF with one page that is this picture, upright: PDFium scales a JPEG while it decodes it, so memory stays small. */
export function jpegAsPdf(jpeg: Uint8Array, facts: JpegFacts): Buffer {
  const { width, height, components, orientation, isInverted } = facts;
  const turned = orientation > 4;
  const [pageWidth, pageHeight] = turned ? [height, width] : [width, height];
  const colours = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[components];
  const decode = isInverted ? '/Decode[1 0 1 0 1 0 1 0]' : '';
  const content = `q ${matrixFor(orientation, pageWidth, pageHeight)} cm /P Do Q`;
  return assemble([
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${pageWidth} ${pageHeight}]/Contents 5 0 R/Resources<</XObject<</P 4 0 R>>>>>>`,
    ),
    Buffer.concat([
      Buffer.from(
        `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${colours}/BitsPerComponent 8/Filter/DCTDecode${decode}/Length ${jpeg.length}>>stream\n`,
      ),
      jpeg,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from(`<</Length ${content.length}>>stream\n${content}\nendstream`),
  ]);
}

/** Where EXIF's first row and first column lie, as a matrix on a page of w by h. */
function matrixFor(orientation: number, w: number, h: number): string {
  const matrices: Record<number, string> = {
    2: `-${w} 0 0 ${h} ${w} 0`,
    3: `-${w} 0 0 -${h} ${w} ${h}`,
    4: `${w} 0 0 -${h} 0 ${h}`,
    5: `0 -${h} -${w} 0 ${w} ${h}`,
    6: `0 -${h} ${w} 0 0 ${h}`,
    7: `0 ${h} ${w} 0 0 0`,
    8: `0 ${h} -${w} 0 ${w} 0`,
  };
  return matrices[orientation] ?? `${w} 0 0 ${h} 0 0`;
}

function assemble(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = 9;
  const push = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  objects.forEach((object, index) => {
    offsets.push(length);
    push(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]));
  });
  const start = length;
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

type Segment = { marker: number; body: Buffer };

function* segmentsOf(view: Buffer): Iterable<Segment> {
  let at = 2;
  while (at + 4 <= view.length) {
    if (view[at] !== 0xff) return;
    const marker = view[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.readUInt16BE(at + 2);
    if (marker === 0xda || length < 2) return;
    yield { marker, body: view.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function frameSize(body: Buffer): Pick<JpegFacts, 'width' | 'height' | 'components'> | null {
  if (body.length < 6) return null;
  const [height, width, components] = [body.readUInt16BE(1), body.readUInt16BE(3), body[5]];
  if (width === 0 || height === 0) return null;
  return components === 1 || components === 3 || components === 4 ? { width, height, components } : null;
}

const ORIENTATION = 0x0112;

function orientationIn(body: Buffer): number | null {
  if (body.subarray(0, 6).toString('latin1') !== 'Exif\0\0' || body.length < 20) return null;
  const tiff = body.subarray(6);
  const isLittle = tiff.subarray(0, 2).toString('latin1') === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return null;
  const count = short(directory);
  for (let entry = 0; entry < count; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return null;
    if (short(at) !== ORIENTATION) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
