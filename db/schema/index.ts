export * from './accounts';
export * from './applications';
export * from './audit';
export * from './calls';
export * from './documents';
export * from './messages';
export * from './reviews';
export * from './settings';
