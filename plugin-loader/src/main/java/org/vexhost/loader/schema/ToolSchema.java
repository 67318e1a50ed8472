package org.vexhost.loader.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.PathType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CompiledSchema;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled JSON Schema of a tool's arguments or results. Schemas come from guests. Their size,
 * depth and references are therefore bounded, patterns take linear time, nothing is ever loaded,
 * and a check stops at a deadline. {@code format} is an annotation and asserts nothing, which is
 * the default of draft 2020-12. Thread-safe.
 */
public final class ToolSchema implements CompiledSchema {

    /** The maximum size of a schema: 256 KiB. */
    public static final int MAX_BYTES = 256 << 10;

    /** The maximum nesting depth of a schema: 64. */
    public static final int MAX_DEPTH = 64;

    /** The maximum number of values in a schema: 50,000. */
    public static final int MAX_VALUES = 50_000;

    /** The maximum number of values in arguments: 1,000,000. */
    public static final int MAX_ARGUMENT_VALUES = ArgumentSize.MAX_VALUES;

    /**
     * The maximum number of values in arguments for a schema with {@code unevaluatedItems} or
     * {@code unevaluatedProperties}: 20,000. The limit is lower because the validator must remember
     * what it has evaluated.
     */
    public static final int MAX_UNEVALUATED_VALUES = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ToolSchema.class);

    private static final SchemaRegistry REGISTRY = newRegistry();
    private static final SchemaLocation LOCATION = SchemaLocation.of("vexhost:schema");

    private final @Nullable Schema schema;
    private final boolean acceptsAllObjects;
    private final int maxValues;
    private final List<String> warnings;

    private ToolSchema(
            @Nullable Schema schema,
            boolean acceptsAllObjects,
            int maxValues,
            List<String> warnings) {
        this.schema = schema;
        this.acceptsAllObjects = acceptsAllObjects;
        this.maxValues = maxValues;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns warnings about features that are allowed but probably a mistake: members that are not
     * keywords, each with its place. There are at most 10 warnings. Printable.
     */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns the warnings of a schema; empty if the schema is invalid. */
    public static List<String> warningsOf(Json parameters) {
        try {
            return compile(parameters).warnings();
        } catch (InvalidSchemaException e) {
            return List.of();
        }
    }

    /**
     * Checks and compiles a schema.
     *
     * @throws InvalidSchemaException if the schema is invalid, is too large, or uses a feature that
     *     this host does not support; the exception names the place
     */
    public static ToolSchema compile(Json parameters) throws InvalidSchemaException {
        if (parameters.sizeBytes() > MAX_BYTES) {
            throw new InvalidSchemaException(
                    "",
                    "schema exceeds maxSchemaBytes of %s [%d]"
                            .formatted(MessageText.bytes(MAX_BYTES), parameters.sizeBytes()));
        }
        long values = ArgumentSize.of(parameters).values();
        if (values > MAX_VALUES) {
            throw new InvalidSchemaException(
                    "",
                    "schema exceeds maxSchemaValues of %d values [%d]"
                            .formatted(MAX_VALUES, values));
        }
        JsonNode root;
        try {
            root = JsonTree.ofSchema(parameters);
        } catch (ArgumentsRefusedException e) {
            throw new InvalidSchemaException("", "schema does not parse: members " + e.fact());
        }
        SchemaCheck.Facts facts = SchemaCheck.check(root);
        int maxValues = facts.unevaluated() ? MAX_UNEVALUATED_VALUES : MAX_ARGUMENT_VALUES;
        // Many tools declare this and nothing more.
        boolean acceptsAllObjects =
                facts.assertions() == 1 && root.path("type").asString("").equals("object");
        return new ToolSchema(
                facts.asserting() ? build(root) : null,
                acceptsAllObjects,
                maxValues,
                facts.warnings());
    }

    private static Schema build(JsonNode root) throws InvalidSchemaException {
        if (root instanceof ObjectNode object) {
            // A base URI in the tool's schema has no use here, and would change how references are
            // resolved.
            object.remove(SchemaDialect.of(root).idKeyword());
        }
        try {
            Schema schema = REGISTRY.getSchema(LOCATION, root);
            schema.initializeValidators();
            return schema;
        } catch (RuntimeException e) {
            // A failure of the validator must affect this tool only, so any exception rejects the
            // schema.
            String problem = MessageText.escape(String.valueOf(e.getMessage()), 200);
            throw new InvalidSchemaException("", "schema does not compile [" + problem + "]");
        }
    }

    private static SchemaRegistry newRegistry() {
        List<Dialect> dialects =
                Arrays.stream(SchemaDialect.values())
                        .map(
                                each ->
                                        Dialect.builder(each.dialect())
                                                .keyword(new UniqueItems())
                                                // The library's own factory remembers and logs
                                                // every unknown name, and never forgets one.
                                                .unknownKeywordFactory(
                                                        (name, context) ->
                                                                new AnnotationKeyword(name))
                                                .build())
                        .toList();
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(false)
                        .pathType(PathType.JSON_POINTER)
                        .preloadSchema(true)
                        .regularExpressionFactory(new LinearRegularExpressions())
                        .build();
        return SchemaRegistry.builder()
                .dialectRegistry(new BasicDialectRegistry(dialects))
                .defaultDialectId(SchemaDialect.DRAFT_2020_12.dialect().getId())
                .schemaCacheEnabled(false)
                .schemaLoader(loader -> loader.block(iri -> true))
                .schemaRegistryConfig(config)
                .build();
    }

    /**
     * Returns the most heap that {@link #check} uses for these arguments, in bytes. Reads the
     * arguments once.
     *
     * @throws ArgumentsRefusedException if the arguments have too many values
     */
    public long heapBytes(Json arguments) throws ArgumentsRefusedException {
        ArgumentSize size = ArgumentSize.of(arguments);
        size.requireAtMost(maxValues);
        return size.heapBytes();
    }

    /**
     * Checks arguments if that takes little time.
     *
     * @return true if the arguments were checked and match; if false, {@link #check} must check
     *     them
     * @throws ArgumentsRefusedException like {@link #check}
     */
    public boolean checkQuickly(Json arguments, Deadline deadline)
            throws ArgumentsRefusedException {
        if (acceptsAllObjects && JsonTree.isPlainObject(arguments)) {
            return true;
        }
        return judge(arguments, new BoundedEvaluation(deadline, BoundedEvaluation.SMALL_STEPS))
                == Judged.MATCH;
    }

    /**
     * Checks arguments. A duplicate member name is rejected, because the tool might read the other
     * member than the one that was checked.
     *
     * @throws ArgumentsRefusedException if the arguments do not match, with the first 10
     *     violations; or if they could not be checked
     */
    public void check(Json arguments, Deadline deadline) throws ArgumentsRefusedException {
        BoundedEvaluation evaluation = new BoundedEvaluation(deadline, BoundedEvaluation.MAX_STEPS);
        if (judge(arguments, evaluation) == Judged.OUT_OF_STEPS) {
            throw BoundedEvaluation.tooManySteps(BoundedEvaluation.MAX_STEPS);
        }
    }

    @Override
    public Optional<ErrorDetail.SchemaViolations> violations(Json value, Deadline deadline) {
        try {
            long ignored = heapBytes(value);
            check(value, deadline);
            return Optional.empty();
        } catch (ArgumentsRefusedException e) {
            return Optional.of(
                    e.detail()
                            .filter(ErrorDetail.SchemaViolations.class::isInstance)
                            .map(ErrorDetail.SchemaViolations.class::cast)
                            .orElseGet(() -> notJudged(e.fact())));
        }
    }

    private static ErrorDetail.SchemaViolations notJudged(String fact) {
        return new ErrorDetail.SchemaViolations(
                List.of(new ErrorDetail.Violation("", "schema", fact)));
    }

    private enum Judged {
        MATCH,
        OUT_OF_STEPS
    }

    private Judged judge(Json arguments, BoundedEvaluation evaluation)
            throws ArgumentsRefusedException {
        if (schema == null) {
            JsonTree.requireDistinctNames(arguments);
            return Judged.MATCH;
        }
        JsonNode root = JsonTree.ofArguments(arguments);
        try {
            evaluation.begin();
            schema.validate(evaluation, root);
        } catch (BoundedEvaluation.Stop e) {
            if (evaluation.isOutOfSteps()) {
                return Judged.OUT_OF_STEPS;
            }
            throw e.refusal();
        } catch (ValidationLimitExceededException | StackOverflowError e) {
            throw new ArgumentsRefusedException(
                    ErrorReason.INPUT_TOO_LARGE,
                    "exceed maxSchemaDepth of %d schemas".formatted(BoundedEvaluation.MAX_DEPTH),
                    new ErrorDetail.LimitExceeded(
                            "maxSchemaDepth",
                            BoundedEvaluation.MAX_DEPTH,
                            "schemas",
                            OptionalLong.empty()));
        } catch (RuntimeException e) {
            // This is logged at debug level only, because callers choose the arguments and could
            // fill the log.
            LOG.debug("schema validator failed", e);
            throw new ArgumentsRefusedException(
                    ErrorReason.SCHEMA_VIOLATION,
                    "cannot be judged by the schema [%s]".formatted(e.getClass().getSimpleName()));
        } finally {
            evaluation.end();
        }
        List<Error> errors = evaluation.getErrors();
        if (!errors.isEmpty()) {
            throw Violations.refusal(errors);
        }
        return Judged.MATCH;
    }
}
