package org.vexhost.distribution.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation: its code blocks, its links, and what is wrong with their form.
 *
 * @param root the folder that its name is relative to
 */
record Page(Path root, String name, List<Block> blocks, List<Link> links, List<String> faults) {

    private static final Pattern FENCE = Pattern.compile(" *(```+|~~~+)\\s*(\\S*).*");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern HTML_LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final Pattern REFERENCE = Pattern.compile("^ {0,3}\\[[^]]+]:\\s+(\\S+).*");
    private static final Pattern COMMENT_OF_RUN =
            Pattern.compile("<!--\\s*(?:run|not run|output|file)\\b.*");
    private static final Pattern LIST_ITEM = Pattern.compile(" *(?:[-*+]|\\d+[.)]) .*");

    /** A link to a file of the repository. */
    record Link(int line, String target) {}

    /** Every page below a folder, apart from what was built or fetched. */
    static List<Page> all(Path root) throws IOException {
        List<Page> pages = new ArrayList<>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Page::isPage).sorted().toList()) {
                Path name = root.relativize(file);
                boolean made = false;
                for (Path part : name) {
                    made = made || part.toString().matches("target|node_modules|\\..+");
                }
                if (!made) {
                    pages.add(read(root, name.toString()));
                }
            }
        }
        return pages;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && Files.isRegularFile(file);
    }

    static Page read(Path root, String name) throws IOException {
        return parse(root, name, Files.readString(root.resolve(name)));
    }

    static Page parse(Path root, String name, String text) {
        Page page = new Page(root, name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        page.parse(text.lines().toList());
        return page;
    }

    private void parse(List<String> lines) {
        Optional<Mark> mark = Optional.empty();
        boolean inList = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                int end = end(lines, i, fence.group(1));
                add(new Block(this, i + 1, fence.group(2), mark, body(lines, i, end)));
                i = end;
                mark = Optional.empty();
                continue;
            }
            if (mark.isPresent()) {
                faults.add(name + ":" + (i + 1) + ": a mark without a fenced block behind it");
            }
            mark = Mark.read(line.strip());
            if (mark.isEmpty() && COMMENT_OF_RUN.matcher(line.strip()).matches()) {
                faults.add(name + ":" + (i + 1) + ": not a mark: " + line.strip());
            }
            inList = LIST_ITEM.matcher(line).matches() || (inList && !startsText(line));
            if (!inList && isIndented(line) && (i == 0 || !isIndented(lines.get(i - 1)))) {
                faults.add(name + ":" + (i + 1) + ": an indented block; write a fence");
            }
            addLinks(line, i + 1);
        }
    }

    private static boolean isIndented(String line) {
        return line.matches("( {4}|\\t).*\\S.*");
    }

    private static boolean startsText(String line) {
        return !line.isBlank() && !line.startsWith(" ");
    }

    private static int end(List<String> lines, int start, String fence) {
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).strip().startsWith(fence)) {
            end++;
        }
        return end;
    }

    /** Without the indentation of the fence, which it has in a list. */
    private static String body(List<String> lines, int start, int end) {
        int indentation = lines.get(start).indexOf(lines.get(start).strip());
        StringBuilder body = new StringBuilder();
        for (String line : lines.subList(start + 1, end)) {
            int cut = Math.min(indentation, line.length() - line.stripLeading().length());
            body.append(line.substring(cut)).append('\n');
        }
        return body.toString();
    }

    private void add(Block block) {
        block.fault().ifPresent(fault -> faults.add(block.place() + ": " + fault));
        boolean command = blocks.stream().anyMatch(Block::isRunHere);
        if (block.is(Mark.Kind.OUTPUT) && !command) {
            faults.add(block.place() + ": output of no command");
        }
        blocks.add(block);
    }

    private void addLinks(String line, int number) {
        String text = line.replaceAll("`[^`]*`", "");
        for (Pattern pattern : List.of(LINK, HTML_LINK, REFERENCE)) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (!matcher.group(1).matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
                    links.add(new Link(number, matcher.group(1)));
                }
            }
        }
    }

    /** The links that lead nowhere: to a file that is missing, or out of the root. */
    List<String> brokenLinks() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Link link : links) {
            int hash = link.target().indexOf('#');
            String path = hash < 0 ? link.target() : link.target().substring(0, hash);
            Path file = root.resolve(name);
            Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
            boolean found = target.startsWith(root) && Files.exists(target);
            if (found && hash >= 0 && target.toString().endsWith(".md")) {
                found = Headings.of(target).contains(link.target().substring(hash + 1));
            }
            if (!found) {
                broken.add(name + ":" + link.line() + ": " + link.target());
            }
        }
        return broken;
    }
}
