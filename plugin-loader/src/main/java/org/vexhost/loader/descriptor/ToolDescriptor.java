package org.vexhost.loader.descriptor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.sandbox.Abi;

/**
 * What a tool says about itself.
 *
 * @param source the file it came from, for people
 * @param definition name, version, description and parameters
 * @param module path of the module, relative to the descriptor's folder, {@code /} between names;
 *     empty if it names none
 * @param abi the binary interface of the module
 * @param args what a command gets as arguments after its name; empty for other tools
 * @param sha256 what the module must hash to, in lower-case hexadecimal, if it says so
 * @param requested what it asks for
 * @param limits what it asks for
 * @param execution whether clock and randomness are fixed
 * @param start where each call starts
 */
public record ToolDescriptor(
        String source,
        ToolDefinition definition,
        Optional<String> module,
        Abi abi,
        List<String> args,
        Optional<String> sha256,
        RequestedCapabilities requested,
        RequestedLimits limits,
        Execution execution,
        Start start) {

    /** The largest descriptor: 512 KiB. */
    public static final int MAX_BYTES = 512 << 10;

    /** The largest number of arguments: 64. */
    public static final int MAX_ARGS = 64;

    /** The largest size of all arguments together, as UTF-8: 64 KiB. */
    public static final int MAX_ARGS_BYTES = 64 << 10;

    /** Whether clock and randomness are fixed. */
    public enum Execution {
        /** They are the host's. */
        ORDINARY,
        /** The same input gives the same output and the same fuel. */
        DETERMINISTIC
    }

    /** Where each call starts. */
    public enum Start {
        /** From the module: what it initialises runs in each call. */
        FRESH,
        /** From a snapshot of a guest that was initialised, if there can be one. */
        SNAPSHOT
    }

    /** Where a descriptor is found. */
    public enum Place {
        /** A file of its own. */
        FILE,
        /** A custom section of the module: no {@code module} and no {@code sha256} there. */
        CUSTOM_SECTION
    }

    /** Checks that nothing is null, and copies the list. */
    public ToolDescriptor {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(abi, "abi");
        args = List.copyOf(args);
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(start, "start");
    }

    /** The tool's name. */
    public String name() {
        return definition.name();
    }

    /**
     * Reads and checks a descriptor.
     *
     * @param source its file, for people
     * @throws DescriptorException if it is not as {@code docs/descriptor.schema.json} says
     */
    public static ToolDescriptor parse(String source, Place place, byte[] utf8)
            throws DescriptorException {
        return new DescriptorReader(source, place).read(utf8);
    }
}
