/** One wording for each array, wherever it is shown. */
export { hyperSpectralRiometerCredit as hsrCredit, riometerCredit } from './credit';
