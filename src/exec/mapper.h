/* The mapper's decisions, told and counted (see mapper.c). */
#ifndef EXEC_MAPPER_H
#define EXEC_MAPPER_H

#include "executor.h"

void mapper_open(Exec *exec);
void mapper_close(Exec *exec);
/* The plan of these nodes as text, and its partitions counted. */
void mapper_describe(Exec *exec, const Plan *plan, const Node *nodes, Text *text);
/* As a graph, to ExecConfig.draw. */
void mapper_draw(Exec *exec, const Plan *plan, const Node *nodes, int64_t count);
/* About how many cycles a task takes, on one thread. */
int64_t mapper_cycles(const PlanTask *task, const Node *nodes);
/* Counted only. */
void mapper_note(Exec *exec, const Plan *plan, const Node *nodes);

#endif
