import { answerTasks } from './tasks.ts'

// The process that makes the load: forked by the benchmark, one task at a time.
answerTasks()
