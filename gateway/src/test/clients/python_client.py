"""The official Python client against a running host: python_client.py URL|- MODE [COMMAND...]"""

import asyncio
import sys
import time

from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters


def target():
    if sys.argv[1] == "-":
        return StdioServerParameters(command=sys.argv[3], args=sys.argv[4:])
    return sys.argv[1]


async def main():
    mode = sys.argv[2]
    async with Client(target(), mode=mode) as client:
        print("version", client.protocol_version)
        assert (client.protocol_version == "2026-07-28") == (mode == "auto")
        assert client.server_info.name == "vexhost"

        names = [tool.name for tool in (await client.list_tools()).tools]
        assert "echo" in names and names == sorted(names), names

        echo = await client.call_tool("echo", {"text": "grüß"})
        assert not echo.is_error and echo.structured_content == {"text": "grüß"}, echo
        text = await client.call_tool("test_simple_text", {})
        assert text.content[0].text == "This is a simple text response for testing.", text

        failed = await client.call_tool("test_error_handling", {})
        assert failed.is_error and "intentionally" in failed.content[0].text, failed
        bad = await client.call_tool("echo", {"text": 7})
        assert bad.is_error and "/text" in bad.content[0].text, bad
        try:
            await client.call_tool("nope", {})
            raise AssertionError("a tool that is not there answered")
        except MCPError as error:
            assert "unknown tool 'nope'" in str(error), error

        seen = []

        async def progress(done, total, message):
            seen.append(done)

        slow = await client.call_tool("test_tool_with_progress", {}, progress_callback=progress)
        assert not slow.is_error and len(seen) >= 3 and seen == sorted(set(seen)), seen

        if mode == "auto":
            async with client.listen(tools_list_changed=True) as changes:
                began = time.monotonic()
                await client.call_tool("test_trigger_tool_change", {})
                async for _ in changes:
                    break
                assert time.monotonic() - began < 30
                print("change after %.2f s" % (time.monotonic() - began))
            await client.call_tool("test_trigger_tool_change", {})

        try:
            async with asyncio.timeout(2):
                await client.call_tool("spin", {})
            raise AssertionError("a call of 25 seconds ended in 2")
        except TimeoutError:
            pass
        after = await client.call_tool("echo", {"text": "after"})
        assert after.structured_content == {"text": "after"}, after
    print("python", mode, "ok")


asyncio.run(main())
