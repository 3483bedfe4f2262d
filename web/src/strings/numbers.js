/**
 * How numbers are written in a language.
 * @param {string} lang a BCP 47 tag
 */
export function numbersFor(lang) {
  const format = (/** @type {Intl.NumberFormatOptions} */ options) => {
    const formatter = new Intl.NumberFormat(lang, options);
    return (/** @type {number} */ value) => formatter.format(value);
  };
  const digits = (/** @type {number} */ n) => ({ minimumFractionDigits: n, maximumFractionDigits: n });
  const [whole, tenths, hundredths] = [0, 1, 2].map((n) => format(digits(n)));
  const [wholePercent, tenthsPercent] = [0, 1].map((n) => format({ style: "percent", ...digits(n) }));
  const sign = format({ ...digits(2), signDisplay: "exceptZero" });
  return {
    /** 0..1 as a percentage. */
    percent: (/** @type {number} */ fraction) => (fraction < 0.0995 ? tenthsPercent : wholePercent)(fraction),
    /** A small share, 0..1. */
    share: tenthsPercent,
    /** With the sign that typography wants. */
    signed: (/** @type {number} */ value) => sign(value).replace("-", "−"),
    hundredths,
    /** Milliseconds. */
    ms: (/** @type {number} */ value) => (value < 10 ? tenths : whole)(value),
    /** Bytes as megabytes. */
    megabytes: (/** @type {number} */ bytes) => tenths(bytes / 1e6),
  };
}
