/* Code: what functions and loops do to host values, as instructions on a window
 * of registers. Each instruction has a fast path for ints and floats, which its
 * handler recognises by their kinds, and does everything else as the tree's
 * evaluator does it; what has no instruction is evaluated from the tree
 * (CODE_EVAL, CODE_EXEC). So every function has code, and code never has to
 * give up in the middle of one.
 *
 * A window is a function's locals, then temporaries. A call's function and
 * arguments lie in the caller's last temporaries, and the arguments are the
 * first locals of the called function's window: nothing is copied. Above the
 * windows in use no register holds a reference. */
#ifndef LANG_CODE_H
#define LANG_CODE_H

#include "eval.h"

/* Operands are registers; a constant where R stands for a register, I for an
 * int and F for a float; of the long ways, either. */
#define CODE_FORMS(X, NAME) X(NAME##_RR) X(NAME##_RI) X(NAME##_RF) X(NAME##_IR) X(NAME##_FR)
#define CODE_TESTS(X, NAME) \
    X(IF_##NAME##_RR)       \
    X(IF_##NAME##_RI)       \
    X(IF_##NAME##_RF) X(UNLESS_##NAME##_RR) X(UNLESS_##NAME##_RI) X(UNLESS_##NAME##_RF)

#define CODE_OPS(X)                                                                              \
    X(MOVE)            /* a = b */                                                               \
    X(CONSTANT)        /* a = the constant b */                                                  \
    X(TAKE)            /* a = b, a temporary that is empty thereafter */                         \
    X(DROP)            /* a is emptied */                                                        \
    X(LOAD)            /* a = global slot b */                                                   \
    X(LOAD_CALLEE)     /* the same, of what is called, into a free temporary */                  \
    X(STORE)           /* global slot b = a */                                                   \
    X(LOAD_NAME)       /* a = the name, wherever it lives */                                     \
    X(STORE_NAME)      /* the name = a */                                                        \
    X(ASSIGN)          /* the tree's target = a */                                               \
    CODE_FORMS(X, ADD) /* a = b + c, and so on; or, of an augmented assignment, b += c */        \
    CODE_FORMS(X, SUBTRACT)                                                                      \
    CODE_FORMS(X, MULTIPLY)                                                                      \
    CODE_FORMS(X, DIVIDE)                                                                        \
    CODE_FORMS(X, FLOOR_DIVIDE)                                                                  \
    CODE_FORMS(X, REMAINDER)                                                                     \
    X(SHIFT)             /* a = b // c, where c is 2 ** integer */                               \
    X(MASK)              /* a = b % c, where c is integer + 1, a power of two */                 \
    X(BINARY)            /* a = b op c, of registers or constants */                             \
    X(UNARY)             /* a = op b */                                                          \
    X(COMPARE)           /* a = b op c, of registers or constants */                             \
    X(NOT)               /* a = not b */                                                         \
    CODE_TESTS(X, EQUAL) /* jumps if b op c */                                                   \
    CODE_TESTS(X, NOT_EQUAL)                                                                     \
    CODE_TESTS(X, LESS)                                                                          \
    CODE_TESTS(X, LESS_EQUAL)                                                                    \
    CODE_TESTS(X, GREATER)                                                                       \
    CODE_TESTS(X, GREATER_EQUAL)                                                                 \
    X(IF)              /* jumps if the truth of b is sub; b is emptied */                        \
    X(IF_KEPT)         /* the same; b keeps its value */                                         \
    X(JUMP)            /* */                                                                     \
    X(BACK)            /* a loop's back-edge */                                                  \
    X(FOR_RANGE)       /* loop a over range(the sub registers behind a), then jumps */           \
    X(FOR_BEGIN)       /* loop a over the value in a */                                          \
    X(FOR_NEXT)        /* b = loop a's next item, or jumps */                                    \
    X(FOR_AGAIN)       /* a back-edge, and jumps with b = loop a's next item */                  \
    X(ITEM)            /* a = b[c]; jump: b is a temporary */                                    \
    X(SET_ITEM)        /* b[c] = a, perhaps a constant; the same */                              \
    X(AUGMENT_BEGIN)   /* a = b[c] of a list; or all of the tree's b[c] op= ..., then jumps */   \
    X(APPEND)          /* a.append(b), of a comprehension; b is emptied */                       \
    X(ATTRIBUTE)       /* a = b.name, with cache c; jump: b is a temporary */                    \
    X(METHOD)          /* the same, to be called; of a method its function, behind the object */ \
    X(CALL_METHOD)     /* CALL of what METHOD left; jump: in the library */                      \
    X(CALL)            /* c = a(the sub registers behind it) */                                  \
    X(CALL_OUT)        /* the same, in the library */                                            \
    X(RETURN)          /* b; the registers before a may hold references */                       \
    X(RETURN_CONSTANT) /* the same */                                                            \
    X(EVAL)            /* a = the tree's value */                                                \
    X(EXEC) /* the tree is a statement; behind it, where break and continue lead; jumps */       \
    X(END)

typedef enum CodeOp {
#define X(NAME) CODE_##NAME,
    CODE_OPS(X)
#undef X
        CODE_OP_COUNT
} CodeOp;

enum {
    CODE_TEMPS = 200,
    CODE_ARGUMENTS = 8,  /* of a call that is an instruction */
    CODE_MOST = 1 << 20, /* instructions; in bytes, an int32_t */
    CODE_LOOP = 3        /* registers of a for loop: the next int, how many, and the step;
                            or what is iterated over, and the other fields of an Iterator */
};

typedef struct CodeInstr {
    const void *handler; /* the machine's, of op */
    int32_t a, b,
        c;        /* bytes from the window; a constant: bytes, negative, from the constants' end */
    int32_t jump; /* bytes to skip, from this instruction on */
    union {
        int64_t integer; /* the constant operand, also in b or c */
        double number;
    };
    const Ast *ast; /* what it computes: its operands, spans and the long way */
    uint16_t op;    /* CodeOp */
    uint8_t sub;    /* AstOperator, or a number */
} CodeInstr;

/* Where a module's attribute was found last: names never leave a table. */
typedef struct CodeCache {
    const Names *names;
    int64_t capacity, at;
} CodeCache;

typedef struct Code {
    CodeInstr *instrs;
    int32_t count, capacity;
    Value *consts, *consts_end; /* once made: the first one lies last */
    int32_t const_count, const_capacity;
    CodeCache *caches;
    int32_t cache_count, cache_capacity;
    int32_t locals; /* the first registers of the window */
    int32_t unset;  /* of these: without the parameters */
    int32_t kept;   /* of these: what a return leaves there: a loop's function may yet have a finally */
    int32_t window; /* registers */
    int64_t window_bytes;
    int32_t parameters; /* of a function that code enters; -1: it has other parameters, or cells,
                           or is the library's */
} Code;

extern const Code code_none; /* of functions that were not called */

/* Code of a function or lambda, and of a while or for statement that the tree's
 * evaluator meets; from the program's arena, made once. NULL: it has none, or
 * memory is short. */
const Code *code_of_function(FunctionObject *function);
const Code *code_of_loop(const Frame *frame, Ast *loop);
/* Of a list comprehension: behind its locals lie the list and what is iterated over first. */
const Code *code_of_comprehension(Program *program, const AstComprehension *ast);
/* Runs a function, whose locals are a window of code->window registers. It
 * leaves frame->returned. */
ArrStatus code_run(Frame *frame, const Code *code);
void code_link(Code *code); /* fills the handlers in */
/* Runs a loop in a window of its own, to which the locals move while it runs.
 * Like eval_while() and eval_for(): the frame's flow is set by return. */
ArrStatus code_run_loop(Frame *frame, const Code *code);

/* --- windows (code_stack.c) ------------------------------------------------- */

enum { CODE_ACTIVATIONS = 120, CODE_VALUES = 1500 };

/* A function that code called. */
typedef struct CodeActivation {
    Frame frame;
    Frame *caller;
    const Code *caller_code;
    const CodeInstr *call;
} CodeActivation;

/* A piece of the state's stack. Windows never span pieces. */
typedef struct CodeStack {
    struct CodeStack *below, *above; /* above: kept for the next time, or NULL */
    Value *top, *end;                /* of the free registers */
    CodeActivation *free;            /* the next activation; all lie side by side */
    CodeActivation activations[CODE_ACTIVATIONS];
    Value values[];
} CodeStack;

/* count registers, all VALUE_UNDEFINED, to be ended in the opposite order;
 * NULL with the error set. */
Value *code_window(ArrState *state, int32_t count);
/* Releases what the registers hold. */
void code_window_end(ArrState *state, Value *window, int32_t count);
void code_stack_free(ArrState *state);     /* at close */
int32_t code_depth(const ArrState *state); /* of calls */
void code_empty(ArrState *state, Value *reference);

static inline void code_clear(ArrState *state, Value *registers, int32_t count) {
    for (Value *p = registers; p < registers + count; p++)
        if (p->kind >= VALUE_ARRAY) code_empty(state, p);
}

#endif
