/* Loops as code: what a while or a for over a range does to host numbers, as
 * instructions on variables and registers. Each instruction has a fast path for
 * ints and floats (eval_fast.h), and does everything else as the tree's
 * evaluator does it; what has no instruction is evaluated from the tree
 * (CODE_EVAL, CODE_EXEC). So any loop has code, and code never has to give up
 * in the middle of one. */
#ifndef LANG_CODE_H
#define LANG_CODE_H

#include "eval.h"

typedef enum CodeOp {
    CODE_MOVE, /* a = b */
    CODE_ADD,  /* a = b + c, and so on */
    CODE_SUBTRACT,
    CODE_MULTIPLY,
    CODE_DIVIDE,
    CODE_FLOOR_DIVIDE,
    CODE_REMAINDER,
    CODE_BINARY,       /* a = b op c */
    CODE_IN_PLACE,     /* a = b, op= c: b is the variable's value before c was computed */
    CODE_AUGMENT,      /* a op= b */
    CODE_ITEM,         /* a = b[c] */
    CODE_SET_ITEM,     /* b[c] = a */
    CODE_AUGMENT_ITEM, /* b[c] op= a */
    CODE_IF,           /* to target if b op c */
    CODE_UNLESS,       /* to target if not */
    CODE_IF_TRUE,      /* to target if b is true */
    CODE_UNLESS_TRUE,
    CODE_JUMP,
    CODE_BACK,      /* a loop's back-edge */
    CODE_FOR_BEGIN, /* loop c begins; what is no range is run here, then on at target */
    CODE_FOR_NEXT,  /* a = loop c's next number, or to target */
    CODE_EVAL,      /* a = the tree's value */
    CODE_EXEC,      /* the tree is a statement; a, b: where break and continue lead */
    CODE_END
} CodeOp;

/* Operands a, b, c: index << 2 | CodeBase. */
typedef enum CodeBase { CODE_LOCAL, CODE_TEMP, CODE_CONST, CODE_GLOBAL } CodeBase;

enum {
    CODE_TEMPS = 32,
    CODE_LOOPS = 8,
    CODE_MOST = 1 << 20 /* instructions */
};

typedef struct CodeInstr {
    uint8_t op;  /* CodeOp */
    uint8_t sub; /* AstOperator */
    int32_t a, b, c;
    int32_t target; /* number of an instruction */
    const Ast *ast; /* what it computes: its operands, spans and the long way */
} CodeInstr;

typedef struct Code {
    CodeInstr *instrs;
    int32_t count, capacity;
    Value *consts;
    int32_t const_count, const_capacity;
    int32_t temp_count;
} Code;

/* Code of a while or for statement, from the program's arena; NULL: it has
 * none, or memory is short. Made once. */
const Code *code_of(Program *program, Ast *loop);
/* Like eval_while() and eval_for(): the frame's flow is set by return. */
ArrStatus code_run(Frame *frame, const Code *code);

#endif
