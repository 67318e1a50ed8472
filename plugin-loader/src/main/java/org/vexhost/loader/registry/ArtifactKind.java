package org.vexhost.loader.registry;

/** The form in which a tool was deployed. */
public enum ArtifactKind {
    /** {@code NAME.tool.json} beside {@code NAME.wasm}. */
    FILE_PAIR("files"),
    /** A folder with {@code tool.json} and its module. */
    FOLDER("folder"),
    /** A jar with {@code tool.json} and its module. */
    TOOL_BUNDLE("tool bundle"),
    /** A module that carries its descriptor in a custom section. */
    SINGLE_FILE("single file"),
    /** A {@code Tool} service of a bundle with Java code. */
    JAVA("Java");

    private final String text;

    ArtifactKind(String text) {
        this.text = text;
    }

    /** Returns the name of the form, for messages. */
    public String text() {
        return text;
    }
}
