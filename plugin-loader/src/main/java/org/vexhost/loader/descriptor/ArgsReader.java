package org.vexhost.loader.descriptor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vexhost.api.MessageText;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/** Reads the arguments that a command receives after its name. */
final class ArgsReader {

    private long totalBytes;

    private ArgsReader() {}

    static List<String> read(JsonCursor cursor) throws JsonFormException {
        ArgsReader reader = new ArgsReader();
        return List.copyOf(cursor.readArray(ToolDescriptor.MAX_ARGS, reader::readOne));
    }

    private String readOne(JsonCursor cursor) throws JsonFormException {
        String value = cursor.readString();
        if (value.indexOf(0) >= 0) {
            throw cursor.problem("holds U+0000, which would end the argument");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw cursor.problem("holds half of a surrogate pair, which is not text");
        }
        totalBytes += value.getBytes(StandardCharsets.UTF_8).length;
        if (totalBytes > ToolDescriptor.MAX_ARGS_BYTES) {
            throw cursor.problem(
                    "exceeds the size of %s bytes for all arguments [%d up to here]"
                            .formatted(
                                    MessageText.bytes(ToolDescriptor.MAX_ARGS_BYTES), totalBytes));
        }
        return value;
    }
}
