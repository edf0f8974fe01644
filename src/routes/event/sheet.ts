/** The panels that are sheets where there is no room beside the stage, one at a time. */
export type Sheet = 'camera' | 'display';
