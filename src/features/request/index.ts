export type { Effect } from './handle-effects.ts';
export {
  askedFromWords,
  cancelRequest,
  createRequestSlice,
  explainFileRefusal,
  type Filed,
  type FileRefusal,
  fileRequest,
  followUpDone,
  judgeDraft,
  lapse,
  loadRequest,
  openRequestForm,
  openRequestsFor,
  type PressRefusal,
  reopenCall,
  requestsOfPerson,
  takeCall,
  touchBook,
} from './handle-published.ts';
export type {
  EffectRefusal,
  EffectReview,
  RequestDraft,
  RequestDuty,
  RequestId,
  RequestState,
  StoredRequest,
} from './request.ts';
export { openStates, standingStates } from './request.ts';
export type { FileOptions, FollowUp, RequestAsk, RequestDocument, RequestPrefill, Step, WholeRequest } from './request-record.ts';
