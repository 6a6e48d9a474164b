/* The syntax tree. parser.y builds it by calling the constructors of
 * build.h, one per production; resolve.c then gives every name its place; eval.c walks
 * it. All nodes of one program lie in one Program's arena. */
#ifndef LANG_AST_H
#define LANG_AST_H

#include "../base/arena.h"
#include "../base/error.h"

typedef struct Ast Ast;
typedef struct Scope Scope;

typedef enum AstKind {
    /* expressions */
    AST_INT,         /* .integer; or .text, when its length is not 0: beyond int64
                        (decimal or 0x.. 0o.. 0b.., no '_') */
    AST_FLOAT,       /* .number */
    AST_IMAGINARY,   /* .number */
    AST_STRING,      /* .text: decoded bytes */
    AST_NONE,
    AST_TRUE,
    AST_FALSE,
    AST_ELLIPSIS,
    AST_NAME,        /* .name */
    AST_TUPLE,       /* .list; op: 1 when an AST_STARRED is in it */
    AST_LIST,        /* .list; the same */
    AST_UNARY,       /* .op AstOperator; .a */
    AST_BINARY,      /* .op; .a .b */
    AST_COMPARE,     /* a chain: .compare */
    AST_NOT,         /* .a */
    AST_AND,         /* .a .b */
    AST_OR,          /* .a .b */
    AST_CONDITIONAL, /* .a if .b else .c */
    AST_LAMBDA,      /* .function */
    AST_CALL,        /* .call */
    AST_ATTRIBUTE,   /* .attribute */
    AST_SUBSCRIPT,   /* .a[.b]; b is an AST_TUPLE for a[i, j] */
    AST_SLICE,       /* .a:.b:.c, each may be NULL */
    AST_STARRED,     /* *.a, in calls, displays and targets */
    AST_DICT,        /* .list: keys and values in turn */
    AST_GENERATOR,   /* .comprehension */
    AST_LIST_COMPREHENSION, /* .comprehension */
    AST_DICT_COMPREHENSION, /* .comprehension */
    AST_FSTRING,     /* .list of AST_STRING and AST_FORMAT */
    AST_FORMAT,      /* {a!op:b} of an AST_FSTRING: op 0, 'r', 's' or 'a'; b: AST_STRING, AST_FSTRING or NULL */
    /* statements */
    AST_EXPRESSION,  /* .a */
    AST_ASSIGN,      /* .assign: targets left to right */
    AST_AUGMENTED,   /* .op; .a op= .b */
    AST_IF,          /* .branch */
    AST_WHILE,       /* .branch; orelse: when the condition is false */
    AST_FOR,         /* .loop */
    AST_DEF,         /* .function */
    AST_RETURN,      /* .a or NULL */
    AST_BREAK,
    AST_CONTINUE,
    AST_PASS,
    AST_ASSERT,      /* .a condition, .b message or NULL */
    AST_RAISE,       /* .a exception from .b, each may be NULL */
    AST_TRY,         /* .attempt */
    AST_WITH,        /* .handler: its type is the context */
    AST_HANDLER,     /* .handler: an except clause, only in AST_TRY */
    AST_DELETE,      /* .list of targets */
    AST_GLOBAL,      /* .list of AST_NAME */
    AST_NONLOCAL,    /* .list of AST_NAME */
    AST_DECLARE,     /* an annotation of .a without a value */
    AST_IMPORT,      /* .import: import module [as alias] */
    AST_FROM_IMPORT, /* .import: from module import name [as alias] */
    AST_BLOCK        /* .list of statements */
} AstKind;

/* name, text, ufunc: the operator's text, and NumPy's name of the same operation. */
#define AST_OPERATORS(X)                                                                           \
    X(ADD, "+", "add")                                                                             \
    X(SUBTRACT, "-", "subtract")                                                                   \
    X(MULTIPLY, "*", "multiply")                                                                   \
    X(DIVIDE, "/", "divide")                                                                       \
    X(FLOOR_DIVIDE, "//", "floor_divide")                                                          \
    X(REMAINDER, "%", "remainder")                                                                 \
    X(POWER, "**", "power")                                                                        \
    X(MATMUL, "@", "matmul")                                                                       \
    X(LEFT_SHIFT, "<<", "left_shift")                                                              \
    X(RIGHT_SHIFT, ">>", "right_shift")                                                            \
    X(AND, "&", "bitwise_and")                                                                     \
    X(XOR, "^", "bitwise_xor")                                                                     \
    X(OR, "|", "bitwise_or")                                                                       \
    X(POSITIVE, "+", "positive")                                                                   \
    X(NEGATIVE, "-", "negative")                                                                   \
    X(INVERT, "~", "invert")                                                                       \
    X(EQUAL, "==", "equal")                                                                        \
    X(NOT_EQUAL, "!=", "not_equal")                                                                \
    X(LESS, "<", "less")                                                                           \
    X(LESS_EQUAL, "<=", "less_equal")                                                              \
    X(GREATER, ">", "greater")                                                                     \
    X(GREATER_EQUAL, ">=", "greater_equal")                                                        \
    X(IS, "is", NULL)                                                                              \
    X(IS_NOT, "is not", NULL)                                                                      \
    X(IN, "in", NULL)                                                                              \
    X(NOT_IN, "not in", NULL)

typedef enum AstOperator {
#define X(id, text, ufunc) AST_OP_##id,
    AST_OPERATORS(X)
#undef X
    AST_OP_COUNT
} AstOperator;

/* Where resolve.c found a name to live. */
typedef enum NamePlace {
    NAME_GLOBAL, /* slot: index into the program's globals (builtins and numpy behind them) */
    NAME_LOCAL,  /* slot: index into the frame's locals */
    NAME_CELL,   /* slot: index into the frame's locals; that local is a cell, shared with inner functions */
    NAME_FREE    /* slot: index into the function's captured cells */
} NamePlace;

typedef struct AstText {
    const char *bytes; /* NUL-terminated; may hold NULs of its own. Names are interned:
                          within one program equal names have equal pointers */
    int64_t length;
} AstText;

typedef struct AstName {
    AstText text;
    NamePlace place;
    int32_t slot;
} AstName;

typedef struct AstSeq { /* filled by ast_append */
    Ast **items;
    int32_t count;
    int32_t capacity;
} AstSeq;

typedef struct AstParameter {
    AstName name;          /* LOCAL or CELL of the function */
    Span span;
    Ast *default_value;    /* NULL: required */
    bool star;             /* *name, or a bare *, whose name has no bytes: only while parsing */
} AstParameter;

/* Those that positional arguments fill, then "*rest", then keyword-only ones. */
typedef struct AstParameters {
    AstParameter *items;
    int32_t count;
    int32_t capacity;
    int32_t positional;    /* of the first */
    bool has_rest;         /* items[positional] is "*rest" */
    bool star_seen;        /* a * or *rest, at star: only while parsing */
    Span star;
} AstParameters;

typedef struct AstArgument {
    AstText keyword;       /* bytes NULL: positional */
    Span span;             /* keyword included */
    Ast *value;            /* may be AST_STARRED when positional */
} AstArgument;

typedef struct AstArguments {
    AstArgument *items;
    int32_t count;
    int32_t capacity;
} AstArguments;

/* A def, a lambda, or the function that a comprehension is (without parameters; its body is NULL). resolve.c fills what is below body. */
typedef struct AstFunction {
    AstName name;               /* where a def binds; text "<lambda>" for a lambda */
    AstParameters *parameters;  /* never NULL */
    Ast *body;                  /* AST_BLOCK, or the lambda's expression */
    AstText docstring;          /* bytes NULL: none */
    int32_t local_count;        /* frame size; parameters are locals 0..count-1 */
    const AstText *local_names; /* local_count of them, for UnboundLocalError */
    int32_t cell_count;
    int32_t *cells;             /* the locals that are cells, ascending */
    int32_t capture_count;
    struct AstCapture {         /* what to capture when the def is executed */
        NamePlace place;        /* CELL or FREE, in the enclosing function */
        int32_t slot;
        AstText name;
    } *captures;
    const struct Code *code;    /* once it was called (code.h) */
} AstFunction;

/* One for or if of a comprehension. */
typedef struct AstClause {
    Ast *target;    /* NULL: an if */
    Ast *value;     /* what is iterated over, or the condition */
} AstClause;

/* A comprehension is a function of its own, called at once with the iterator
 * of its first for; that one's iterable belongs to the code around. */
typedef struct AstComprehension {
    AstFunction *function;
    Ast *element;
    Ast *value;           /* of a dict comprehension: element is the key */
    AstClause *clauses;
    int32_t count, capacity;
    int32_t for_count;
} AstComprehension;

struct Ast {
    uint8_t kind;   /* AstKind */
    uint8_t op;     /* AstOperator */
    bool parenthesised;
    uint16_t depth; /* of the tree below: bounds every recursion over it */
    Span span;      /* parentheses included; of if, while, for, def: the header */
    int32_t cache;  /* eval's own: starts 0; room for an inline cache */
    union {
        int64_t integer;
        double number;
        AstText text;
        AstName name;
        AstSeq list;
        struct { Ast *a, *b, *c; };
        struct { Ast *first; AstSeq rest; uint8_t *ops; } compare; /* ops[i] stands before rest.items[i] */
        AstFunction *function;
        struct { Ast *callee; AstArguments *arguments; } call;
        struct { Ast *object; AstText name; Span name_span; } attribute;
        struct { AstSeq targets; Ast *value; } assign;
        struct { Ast *condition, *body, *orelse; } branch;      /* orelse: NULL, AST_BLOCK or AST_IF */
        struct { Ast *target, *iterable, *body, *orelse; } loop;
        struct { Ast *body, *orelse, *final; AstSeq handlers; } attempt; /* orelse, final: or NULL */
        struct { Ast *type, *body; AstName name; } handler;     /* type: or NULL; name.text.bytes: or NULL */
        AstComprehension *comprehension;
        struct { AstText module; AstText name; AstText alias; AstName target; } import;
            /* import a.b as c: module "a.b", alias "c"; from m import n as c: also name "n";
             * target: where the result is bound */
    };
}; /* a node is allocated only as long as its kind needs: never copy one by value */

typedef struct Globals Globals;

/* One parsed text. Functions made by it keep it alive. */
typedef struct Program {
    Arena arena;
    int32_t refs;
    Globals *globals;   /* where its NAME_GLOBALs live */
    Ast *body;          /* AST_BLOCK, resolved */
    bool ends_in_expression; /* the last statement is an expression: the prompt echoes it */
    const struct Code **codes; /* of its loops, once they ran (code.h): their nodes' cache counts them */
    int32_t code_count, code_capacity;
} Program;

/* Globals, name -> slot: the user's programs share one table, the library's another.
 * Finds or makes the slot of a name; -1 when memory is short. */
int32_t globals_slot(Globals *globals, const char *name, int64_t length);

/* Parses and resolves text. On ARR_OK *program has one reference, given back
 * by program_release(). source is the index that spans carry. Otherwise the
 * error is set: ARR_SYNTAX with the offending token's span and what was
 * expected, ARR_INCOMPLETE when more lines could complete it, ARR_MEMORY. */
ArrStatus program_parse(Base *base, Globals *globals, uint32_t source, const char *text,
                        int64_t length, Program **program);
void program_release(Program *program);

/* Calls visit for each direct child of a node, in the order of the text. */
void ast_children(const Ast *node, void (*visit)(void *user, const Ast *child), void *user);

extern const char *const ast_operator_text[AST_OP_COUNT];
extern const char *const ast_operator_ufunc[AST_OP_COUNT]; /* NULL: none */

enum { AST_DEPTH_LIMIT = 500 }; /* nesting, and chains like a+b+c+..., deeper than this are refused:
                                   resolve and eval recurse over the tree */
#endif
