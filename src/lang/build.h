/* Building the tree: what parser.y calls, and what the constructors share.
 * Everything lies in the program's arena; nothing is freed before it. A
 * constructor checks what the grammar cannot say (targets, keyword arguments,
 * depth) and never looks at scopes: resolve.c does. */
#ifndef LANG_BUILD_H
#define LANG_BUILD_H

#include "ast.h"
#include "lexer.h"

/* One entry of the table of names; an AstText of a name points to bytes[]. */
typedef struct AstSymbol {
    struct Binding *binding; /* resolve.c's: the innermost function that binds the name */
    int32_t global_slot;     /* resolve.c's: -1 until it was asked for */
    const void *seen_in;     /* the list of arguments or parameters that named it last */
    uint64_t hash;
    int64_t length;
    char bytes[];
} AstSymbol;

typedef enum AstFailure {
    AST_NO_FAILURE,
    AST_UNEXPECTED_TOKEN,
    AST_STACK_FULL
} AstFailure;

typedef struct AstBuilder {
    Base *base;
    Arena *arena;        /* the program's */
    const char *text;
    uint32_t source;
    AstSymbol **symbols; /* open addressing; on the heap */
    int64_t symbol_count;
    int64_t symbol_capacity; /* a power of two */
    Ast *body;           /* the whole text, when the parser has accepted it */
    AstFailure failure;  /* set by the parser; parse.c words the error */
    ArrStatus status;    /* not ARR_OK: the error is set, constructors return NULL */
} AstBuilder;

void ast_builder_init(AstBuilder *b, Base *base, Arena *arena, uint32_t source, const char *text);
void ast_builder_free(AstBuilder *b); /* the table of names; the tree stays */
static inline AstSymbol *ast_symbol(AstText name) {
    return (AstSymbol *)(void *)((char *)(uintptr_t)name.bytes - offsetof(AstSymbol, bytes));
}
/* Whether list holds the name already; from now on it does. */
static inline bool ast_seen(AstText name, const void *list) {
    AstSymbol *symbol = ast_symbol(name);
    bool seen = symbol->seen_in == list;
    symbol->seen_in = list;
    return seen;
}
AstText ast_intern(AstBuilder *b, const char *bytes, int64_t length); /* .bytes NULL: failed */
static inline AstText ast_intern_token(AstBuilder *b, Token token) {
    return ast_intern(b, b->text + token.start, token.end - token.start);
}

/* What the constructors are made of. */
void *ast_alloc(AstBuilder *b, size_t size); /* zeroed, in the arena */
Ast *ast_new(AstBuilder *b, AstKind kind, uint32_t start, uint32_t end);
/* Makes sure that parent is deeper than child (NULL: nothing to do); returns
 * parent, or NULL when that is too deep. */
Ast *ast_over(AstBuilder *b, Ast *parent, const Ast *child);
bool ast_seq_append(AstBuilder *b, AstSeq *seq, Ast *item);
/* The array of *capacity items of this size, with room for one more; NULL: failed. */
void *ast_grow(AstBuilder *b, void *items, int32_t count, int32_t *capacity, size_t size);
static inline Span ast_span(const AstBuilder *b, uint32_t start, uint32_t end) {
    return (Span){b->source, start, end};
}
/* Sets a SyntaxError and returns NULL. */
void *ast_fail(AstBuilder *b, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* SyntaxError "WHAT are not supported". */
void *ast_refuse(AstBuilder *b, Token token, const char *what);
/* An AST_DEF or AST_LAMBDA. */
Ast *ast_function(AstBuilder *b, AstKind kind, Span span, AstText name, AstParameters *parameters,
                  Ast *body);
/* false: a SyntaxError is set, nothing can be assigned to target. */
bool ast_check_target(AstBuilder *b, const Ast *target);
/* CPython's words for the kind of an expression: "function call", "literal", ... */
const char *ast_describe(const Ast *node);

/* The expression that the bytes from..to of the text are (parse.c). */
Ast *parse_embedded(AstBuilder *b, uint32_t from, uint32_t to);

/* --- constructors ---------------------------------------------------------- */

/* One per production. Each returns NULL, and leaves
 * b->status, when it or an earlier one failed, so actions need no checks.
 * (ast_expression.c, ast_statement.c) */
Token ast_operator(Token first, Token last, AstOperator op);
Ast *ast_constant(AstBuilder *b, AstKind kind, Token token);
Ast *ast_number(AstBuilder *b, Token token);
Ast *ast_string(AstBuilder *b, Token token);
Ast *ast_fstring(AstBuilder *b, Token token); /* (fstring.c) */
Ast *ast_string_append(AstBuilder *b, Ast *strings, Token token);
Ast *ast_string_join(AstBuilder *b, Ast *strings);
Ast *ast_name(AstBuilder *b, Token token);
Ast *ast_parenthesised(AstBuilder *b, Token open, Ast *inner, Token close);
Ast *ast_list(AstBuilder *b, Token open, Ast *items, Token close);
Ast *ast_starred(AstBuilder *b, Token star, Ast *value);
Ast *ast_pair(AstBuilder *b, Ast *pairs, Ast *key, Ast *value);
Ast *ast_dict(AstBuilder *b, Token open, Ast *pairs, Token close);
AstComprehension *ast_clauses(AstBuilder *b);
AstComprehension *ast_clause(AstBuilder *b, AstComprehension *clauses, Ast *target, Ast *value);
Ast *ast_comprehension(AstBuilder *b, AstKind kind, Token open, Ast *element, Ast *value,
                       AstComprehension *clauses, Token close);
Ast *ast_tuple(AstBuilder *b, Ast *first, Token comma);
Ast *ast_append(AstBuilder *b, Ast *sequence, Ast *item);
Ast *ast_comma(AstBuilder *b, Ast *tuple, Token comma);
Ast *ast_unary(AstBuilder *b, Token op, Ast *a);
Ast *ast_not(AstBuilder *b, Token op, Ast *a);
Ast *ast_binary(AstBuilder *b, Ast *left, Token op, Ast *right);
Ast *ast_logical(AstBuilder *b, AstKind kind, Ast *left, Ast *right);
Ast *ast_compare(AstBuilder *b, Ast *left, Token op, Ast *right);
Ast *ast_conditional(AstBuilder *b, Ast *value, Ast *condition, Ast *otherwise);
Ast *ast_lambda(AstBuilder *b, Token keyword, AstParameters *parameters, Ast *body);
Ast *ast_attribute(AstBuilder *b, Ast *object, Token name);
Ast *ast_subscript(AstBuilder *b, Ast *object, Ast *index, Token close);
Ast *ast_slice(AstBuilder *b, Ast *start, Token colon, Ast *stop);
Ast *ast_slice_step(AstBuilder *b, Ast *slice, Token colon, Ast *step);
Ast *ast_call(AstBuilder *b, Ast *callee, AstArguments *arguments, Token close);
AstArguments *ast_arguments(AstBuilder *b);
AstArguments *ast_argument(AstBuilder *b, AstArguments *arguments, Ast *value);
AstArguments *ast_argument_keyword(AstBuilder *b, AstArguments *arguments, Ast *name, Ast *value);
AstArguments *ast_argument_starred(AstBuilder *b, AstArguments *arguments, Token star, Ast *value);
AstArguments *ast_argument_generator(AstBuilder *b, Ast *element, AstComprehension *clauses);
AstParameters *ast_parameters(AstBuilder *b);
AstParameters *ast_parameter(AstBuilder *b, AstParameters *parameters, AstParameter parameter);
AstParameter ast_plain_parameter(AstBuilder *b, Token name, Ast *value);
AstParameter ast_star_parameter(AstBuilder *b, Token star, const Token *name);

Ast *ast_block(AstBuilder *b);
Ast *ast_statement(AstBuilder *b, Ast *block, Ast *statement); /* blocks are spliced in */
Ast *ast_suite(AstBuilder *b, Ast *statement); /* as a block */
Ast *ast_program(AstBuilder *b, Ast *block);
Ast *ast_expression(AstBuilder *b, Ast *value);
Ast *ast_assign(AstBuilder *b, Ast *target, Ast *value);
Ast *ast_assign_chain(AstBuilder *b, Ast *assign, Ast *value);
Ast *ast_augmented(AstBuilder *b, Ast *target, Token op, Ast *value);
Ast *ast_return(AstBuilder *b, Token keyword, Ast *value);
Ast *ast_if(AstBuilder *b, Token keyword, Ast *condition, Ast *body, Ast *orelse);
Ast *ast_while(AstBuilder *b, Token keyword, Ast *condition, Ast *body, Ast *orelse);
Ast *ast_for(AstBuilder *b, Token keyword, Ast *target, Ast *iterable, Ast *body, Ast *orelse);
Ast *ast_assert(AstBuilder *b, Token keyword, Ast *condition, Ast *message);
Ast *ast_raise(AstBuilder *b, Token keyword, Ast *exception, Ast *cause);
Ast *ast_delete(AstBuilder *b, Token keyword, Ast *targets);
Ast *ast_declare(AstBuilder *b, Ast *declaration, Token name); /* of a global or nonlocal */
Ast *ast_annotated(AstBuilder *b, Ast *target, Ast *value);    /* value: or NULL */
Ast *ast_handler(AstBuilder *b, Token keyword, Ast *type, const Token *name, Ast *body);
Ast *ast_handlers(AstBuilder *b, Ast *handlers, Ast *handler);
/* One item of a with statement; the statement, of its items in a block: the first is outermost. */
Ast *ast_context(AstBuilder *b, Ast *context, const Token *name);
Ast *ast_with(AstBuilder *b, Ast *contexts, Ast *body);
Ast *ast_try(AstBuilder *b, Token keyword, Ast *body, Ast *handlers, Ast *orelse, Ast *final);
Ast *ast_def(AstBuilder *b, Token keyword, Token name, AstParameters *parameters, Token close,
             Ast *body);
Token ast_dotted(Token first, Token last);
Ast *ast_import(AstBuilder *b, Token module, const Token *alias);
Ast *ast_import_name(AstBuilder *b, Ast *names, Token name, const Token *alias);
Ast *ast_from_import(AstBuilder *b, Token module, Ast *names);
#endif
