export {
  type Delivery,
  deliverNextMail,
  releaseUnreachable,
  sendMail,
  type TakenMail,
  takeMail,
} from './commands/deliver-mail';
