'use client';

export { Fault as default } from '@/app/_ui/desk/fault.client';
