export {
  createGradingPool,
  type GradingPool,
  type PoolOptions,
  type PoolTask,
} from "./grading-pool.ts";
