export { NothingHere as default } from '@/app/_ui/desk/nothing-here';
