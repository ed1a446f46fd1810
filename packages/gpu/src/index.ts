export { openThread } from './cpu/thread.ts';
export { openGpuJs } from './gpujs/device.ts';
export type { GpuJsMode } from './gpujs/info.ts';
export type { Call, Device, DeviceInfo, OperationName, Values } from './operations/call.ts';
export {
  blockMessages,
  blockMessagesBack,
  type MessageLayer,
  mixMessages,
  unmixMessages,
} from './operations/messages.ts';
export {
  type FieldProblem,
  type MarginProblem,
  routedFields,
  routedFieldsBack,
  routedMargins,
} from './operations/routed.ts';
export { tolerance } from './operations/tolerance.ts';
