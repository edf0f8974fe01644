/*
 * Published colormaps as matplotlib 3 has them: viridis, inferno, magma and plasma by N. Smith, S. van der Walt and
 * E. Firing (CC0), cividis by J. Nuñez, C. Anderton and R. Renslow, turbo by A. Mikhailov (Google, Apache-2.0).
 * Written as steps, which pack six times as small as the colours themselves.
 */

/** A table of 256 colours. */
export interface ColorSteps {
  /** Red, green and blue of the darkest, as two hexadecimal digits each. */
  readonly first: string;
  /**
   * How a channel changes from one colour to the next: `m` not at all, `n` one up, `l` one down, and so on. 255 letters
   * for red, then as many for green and for blue.
   */
  readonly steps: string;
}

export const viridis: ColorSteps = {
  first: '440154',
  steps:
    'mnmnmmmnmmmmnmmmmmmmmmmmmmmmmlmmmmlmmmlmmlmmlmlmmlmlmlmlmmlmlmlmlmlmlmlmlmlmlmlmlmlmmlmlmlmmlmlmmlmlmm' +
    'lmmlmlmmlmmlmmlmlmmlmmlmmmlmmlmmmmmmlmmnmmmmmnmnmnmnnnmnnnnnonnnononononoonoooooooooooooooopooopoopoop' +
    'opopopopopoppopoppoppoppoppoppoppoppopoppopopopoopononononononononnonnnonnonnnonnonnnnonnnonnnnonnnnno' +
    'nnnnnnonnnnnnnnnnonnnnnnnnnnnnnnnnnnnnnnnnnmnnnnnnnnnnnnnnnnnmnnnnnnnnnnnnnnnnmnnnnnnnnnnnnnnnmnnnnnnn' +
    'nnnnnmnnnnnnnnnmnnnnnnmnnnnnmnnnnmnnnmnnnmnnmnnnmnmnnmnnmnmnmnmnmnmnmnmnmnmmnmmnmnmmnmmnmmnmmnmmmnmmnm' +
    'onononnononnonnnonnnnnonnnnnnnmnnnnmnnnmnnmnmnmnmnmnmmnmmnmmmnmmmnmmmmmnmmmmmmmmnmmmmmmmmmmmmmmmmmmmmm' +
    'mmmmmmmmmmmmmmmmmmlmmmmmmlmmmmlmmmlmmlmmlmmlmlmlmmllmlmlmllmlllmlllmllllllllllllllllllklllkllkllkllklk' +
    'lklkklklkklkklkklkkklkkklklkkllkllllmlmmnmnnnnnonoo',
};

export const cividis: ColorSteps = {
  first: '00224e',
  steps:
    'mmmmmmmmmmmmmmmmmmmmmmnqpqppooooooononononnonnonnnnnonnnnnnnnnnnnnnnnnnnnnnnnnnnnnmnnnnnnnnnmnnnnnnnmn' +
    'nnnnnnmnnnnnnmnnnnnmnnnnnnnmnnnnnnnnnnnnnnnnnnnnmnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnonnnnnnnnnnnnnnnnnnnnn' +
    'nonnnnnnnnnnnnonnnnnnnnnonnnnnnnonnnnnnonnnnonnnmmmnnnmnnnmnnmnnmnnmnnmnmnnmnnmnnmnnnmnnmnnnmnnmnnmnnm' +
    'nnnmnnmnnmnnmnnnmnnmnnmnnmnnnmnnmnnmnnnmnnmnnmnnnmnnmnnnmnnmnnnmnnmnnnmnnnmnnmnnnmnnnmnnnmnnnmnnnmnnnm' +
    'nnnnmnnnmnnnnmnnnmnnnnmnnnnnmnnnnmnnnnnmnnnnnmnnnnnnmnnnnnnnmnnnnnnnnmnnnnnnnnnnnmnnnnnnnnnnnnnnnnnnno' +
    'noonoonoooonooooononmnmmlmmmmmlmmmmlmmmmmlmmmmmmmlmmmmmmmmmmmmmmmmmmmmmmmmmmmnmmmmmmmmnmmmmmnmmmmnmmmm' +
    'nmmmnmmmnmmnmmnmmnmnmmnmmmmmmmmnmmmmlmmmmmmmmmmmmmlmmmmmlmmmmlmmmlmmmlmmmlmmlmmlmlmmlmlmmlmlmlmlmlmlml' +
    'lmllmlmlllmlllmllllmllllllllllkllllkllklklkkkkkmnno',
};

export const inferno: ColorSteps = {
  first: '000004',
  steps:
    'nmmnmmnnmnnnnnnnnnnonnonnonononoonoonoooonooonoonooonoononoononoononoononoononoonononoononoononoononon' +
    'oononoononononoonononononononnononnonnonnonnnonnnnonnnnnnnnnnnnnnmnnnnmnnmnnmnnmnmnmnmmnmmnmmnmmmmnmmm' +
    'mmmmmmmmlmmmmlmmmlmmlmlmlmlmlmmlmlmmlmmmnmnmnnnonnomnmmnmmnmnmnmnnmnmnmnmnmmnmmmmmmmmmlmmmlmmmlmmmmmnm' +
    'mmnmnmnmnmnmnmnnmnmnnmnmnnmnmnmnnmnmnmnnmnmnmnmnnmnmnmnnmnmnnmnnmnnmnnmnnnmnnnnnmnnnnnnnnnnnnnnonnnnon' +
    'nnonnononnononononoonoonoonoonooonooonooooonooooooonoooooooooooooooonooooooooooooooonooonoononnonnnnno' +
    'nnooooooopoooopoopoopoopopopoopoopoooooonononnnnnnnmnnmnmnmmnmmnmmmmmmmmmmmmmmmmmmmlmmmmlmmlmmlmlmmlml' +
    'mlmllmlmlllmllmllllmlllllllllllllllllllllllllklllllklllllkllllklllklllkllkllkllklllkllklllllmlmmmnmnnn' +
    'onoonoooopooopoopoppoppppppppqpqpqqqqqqqqrqqqqqqpqp',
};

export const magma: ColorSteps = {
  first: '000004',
  steps:
    'nmmnmmnmnnnmnnnnnnnnonnnnnnonnonnonnonoononooonoonooonoonoonoononoononononoononononoononononoononoonon' +
    'oononoononoonoonoononoonoonoononoononoonononononononnonnnonnnnnnnnnnnmnnmnnmnmnmnmmnmmnmmnmmmmnmmmmmnm' +
    'mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmlmmmmmmmmmlmmmmmmmmmmnmmnmnmnmnmnnmnnmnnmnnmnmnmnmmnmmmmnmmlmmmmmlmmmlm' +
    'mmmmmnmmmnmnmnmnnmnmnnmnnmnnmnmnnmnnmnmnmnnmnmnmnnmnmnmnmnmnmnmnmnmnnmnmnmnmnmnnmnmnnmnnmnnmnnnnnmnnnn' +
    'nonnnnonnonnonoonoonooonoooooonoooooooonoooooooonooooooonoooooonooooonooooonooooonooooonoooonooooonooo' +
    'nnonooopoooooooooopoooopoopoopopoopopopoopoooooonoonnonnnnmnnnmnmnmnmmnmmnmmmmnmmmmmmmmmmnmmmmlmmmmmmm' +
    'mmmlmmmmlmmmlmmlmmlmlmmlmlmlmlmllmllmllmllmlllmllllmllllmllmllmllmmlmlmmmmmmmmmmnmmnmnmnnmnnnnnnnnnnnn' +
    'nnonnnonnonnononononoononoonoonooonoooonooooooonooo',
};

export const plasma: ColorSteps = {
  first: '0d0887',
  steps:
    'ppppoopooooooonoooonooonoonoononoonoonononoononononoonononononononononnononnononnonnonnonnnonnnonnnnon' +
    'nnnnnnnonnnnnnnnnnnnnnnnnnmnnnnnnnnnmnnnnnmnnnnmnnnnmnnnmnnmnnmnnmnnmnnmnmnmnnmnmnmnmnmmnmnmmnmmnmmnmm' +
    'mmnmmmmmmmnmmmmmmlmmmmmmlmmmlmmlmlmlmlmlmlmllmllmlmlmmlmmmmmlmmmmmmmlmmmmmmmlmmmmmlmmmmmlmmmmmmlmmmmmm' +
    'mmmmnmmmmnmnmnmnmnnnnnnnnnnnnonnnnnnnnonnnnnnnonnnnnnonnnnnnnonnnnnnnonnnnnnnonnnnnnonnnnnnnonnnnnonnn' +
    'nnonnnnonnnnonnnonnnonnnonnonnonnonnonnononnononnonononononononononoononoononoonoonoonoonooonoonooonoo' +
    'nnnonnnnnmnnnnnnmnnnmnnmnnmnmnnmnmnmnmmnmnmmnmmmnmmmmmmmmmmmmmmmmlmmlmmlmmlmlmllmllmllmlllmllllllmllll' +
    'llllllllmllllllllllllllmlllllllllmlllllllmlllllllmllllllmllllllmllllllmllllllmlllllllmllllllmllllllmll' +
    'lllmllllmlllmllmlmllmmlmlmmmlmmmmmnmmmmnmmnmmmmlllj',
};

export const turbo: ColorSteps = {
  first: '30123b',
  steps:
    'onnnnnnnnnnnnnmnnmnmnnmmnmmnmmmmnmmmmmlmmmmlmlllllklklklkkkklkkklkklkllkllmllmmmmmnmnononopopoppppqpqp' +
    'qqqpqqqqqqqqqqpqqpqpqpppoppoppoppopopopopopoopoooooooooononononnnnnnnmnmnmnmmmmmmmmmlmlmlmllmlllllllll' +
    'lklllklklklkklkkkkkkkkkkjkkjkjkjkjjjkjjjjjjjijjjijipppppppppopppppopppopppoppoppopoppopopopopopopopopo' +
    'popoppoopopopoopooooopoonoooonoonnononnnonnnnnnnnnnmnnmnnmnmnmmmnmmmmmmlmmlmlmlmllllllllkllklklkklkklk' +
    'kkkkkkkkkkkkkkjkkkkjkjkjkjjjjkjjjjjjjjjjjjjjjjjjjjkjjkjkjkkkkkkkkkkkkkkkklkklkklklklkllkllklllklllllll' +
    'uttttttsstsrssrsrrrqrrqqqqqpqpppppopoooooonnnnmnmmlmllllklklkkkjkkjkjkjkjjkjjkjjkjkkjkkjjkjjjjjjijjijj' +
    'ijjijijjjijjjjjkjjkkjkklklkllllmlmlmmmmmmmmnmmnmnmmnmnmmnmmmmmmmmlmmlllmlllllllkllllkllkllklllklllklll' +
    'llllllmllmllmlmlmlmmlmmlmmlmmmmlmmmmmmmmmmmmmnmmmmn',
};
