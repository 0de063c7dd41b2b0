export function patchesOf(root: string): { name: string; text: string }[];
export function mendPackages(root: string): Promise<void>;
