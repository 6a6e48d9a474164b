/* What the files that make code share: code_expression.c and code_make.c. */
#ifndef LANG_CODE_MAKER_H
#define LANG_CODE_MAKER_H

#include "code.h"

enum { CODE_NOWHERE = -1 };

/* The loop around a statement: jumps that wait for their targets. */
typedef struct Around {
    int32_t breaks, continues;
    struct Around *outer;
} Around;

typedef struct Maker {
    Arena *arena;
    Code *code;
    const AstFunction *function; /* NULL: a loop of the top level */
    int32_t temps;               /* in use */
    uint64_t defined;            /* of the first locals, those that surely have a value */
    bool library;                /* the standard library's */
    bool unsets;                 /* variables may lose their values: nothing is sure */
    int32_t fors;                /* for loops around, which hold registers */
    Around *around;
    bool failed;
} Maker;

/* --- instructions (code_expression.c) ------------------------------------------ */

/* The instruction's number. */
int32_t code_emit(Maker *m, CodeInstr instr);
/* Jumps that wait for their target are linked. */
void code_emit_jump(Maker *m, CodeInstr instr, int32_t *waiting);
/* Instructions in bytes. */
static inline int32_t code_distance(int32_t instructions) {
    return instructions * (int32_t)sizeof(CodeInstr);
}
/* They jump to the next instruction. */
void code_land(Maker *m, int32_t waiting);
void code_land_at(Maker *m, int32_t waiting, int32_t target);
/* count registers side by side: the first one. */
int32_t code_temps(Maker *m, int32_t count);
int32_t code_constant(Maker *m, Value value);

/* A plain local's register; CODE_NOWHERE: no plain local. */
int32_t code_local(const Ast *name);
void code_define(Maker *m, const Ast *name);

/* --- expressions (code_expression.c) --------------------------------------------- */

/* Into a register. */
void code_expression(Maker *m, const Ast *ast, int32_t place);
/* A local or a constant as it is; else a temporary that holds the value. */
int32_t code_operand(Maker *m, const Ast *ast);
/* The left one is evaluated first. */
void code_pair(Maker *m, const Ast *left, const Ast *right, int32_t *a, int32_t *b);
static inline bool code_is_temp(const Maker *m, int32_t operand) {
    return operand >= m->code->locals * (int32_t)sizeof(Value);
}
/* Of an item: object and index, in registers. */
void code_item(Maker *m, const Ast *ast, int32_t *object, int32_t *index);
/* a = b op c, of ast */
void code_binary(Maker *m, const Ast *ast, AstOperator op, int32_t a, int32_t b, int32_t c);
/* Jumps if the condition's truth is `wanted`. */
void code_condition(Maker *m, const Ast *ast, bool wanted, int32_t *waiting);
/* An item's object and index: no slice, no tuple. */
bool code_is_item(const Ast *ast);
/* A call's function and arguments into temporaries; false: it is the tree's. */
bool code_arguments(Maker *m, const Ast *ast, int32_t *first);

#endif
