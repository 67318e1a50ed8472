package org.vexhost.loader.shell.text;

import org.vexhost.api.Grant;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.loader.shell.words.GrantWords;

/** Formats a tool's grants as a table. */
public final class GrantedText {

    private GrantedText() {}

    public static String of(GrantsInfo granted) {
        TextTable table = new TextTable("", "");
        append(table, granted);
        return table.render();
    }

    /** Adds the grants as rows to a table with two columns. */
    public static void append(TextTable table, GrantsInfo granted) {
        if (granted.grants().isEmpty()) {
            table.row("granted", "nothing but computing");
        }
        for (Grant grant : granted.grants()) {
            String value = GrantWords.text(grant);
            table.whole("granted", (grant.capability().key() + " " + value).strip());
        }
        granted.artifact().ifPresent(digest -> table.whole("granted to", digest));
        granted.moduleSha256()
                .ifPresent(sha256 -> table.whole("granted to", "module " + sha256 + " alone"));
        table.row(
                "updates",
                granted.updates() == GrantsInfo.Updates.TRUST
                        ? "trusted in advance"
                        : "wait for vex:approve");
        for (String warning : granted.warnings()) {
            table.row("warning", warning);
        }
    }
}
