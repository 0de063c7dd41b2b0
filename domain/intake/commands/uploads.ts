export { beginUpload, MOST_OPEN_UPLOADS, UPLOAD_DAYS, type UploadWish } from './uploads/begin-upload';
export { endUpload, forgetUploads } from './uploads/end-upload';
export { finishUpload } from './uploads/finish-upload';
export { digestOfArrived } from './uploads/parts';
export { type Checksum, receiveBytes, type Stretch } from './uploads/receive-bytes';
export { sweepUploads } from './uploads/sweep-uploads';
