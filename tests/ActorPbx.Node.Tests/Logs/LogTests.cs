using System.Text;
using System.Text.Json;
using ActorPbx.Node.Logs;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Tests.Logs;

/// <summary>Lines as they reach the log's sink.</summary>
public class LogTests
{
    [Fact]
    public void A_line_has_time_level_call_source_and_message()
    {
        var line = Written(new TextForm(), log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["Call"] = "c-1" }))
            {
                log.LogInformation("answered by {Contact}", "sip:101@192.0.2.7");
            }
        }).ShouldHaveSingleItem();
        line.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INF \[c-1\] pbx: answered by sip:101@192\.0\.2\.7$");
    }

    [Theory]
    [InlineData("akka://actorpbx/user/domains/pbx.local/calls/c-7", "c-7")]
    [InlineData("akka://actorpbx/user/domains/pbx.local/calls/c-7#1234", "c-7")]
    [InlineData("[akka://actorpbx/user/domains/pbx.local/calls/c-7/leg]", "c-7")]
    [InlineData("akka://actorpbx/user/domains/pbx.local/calls", null)]
    [InlineData("akka://actorpbx/user/domains/pbx.local/extensions/100", null)]
    public void The_path_of_a_calls_actor_tells_the_call(string path, string? call)
    {
        var line = Written(new JsonForm(), log => log.LogInformation("{LogSource} speaks", path)).ShouldHaveSingleItem();
        using var document = JsonDocument.Parse(line);
        (document.RootElement.TryGetProperty("call", out var found) ? found.GetString() : null).ShouldBe(call);
    }

    [Fact]
    public void A_line_for_machines_is_one_JSON_object()
    {
        var line = Written(new JsonForm(), log => log.LogWarning(new InvalidOperationException("broken\nin two"), "{Count} calls of {Number}", 3, "100\u0001"))
            .ShouldHaveSingleItem();
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        root.GetProperty("level").GetString().ShouldBe("warning");
        root.GetProperty("fields").GetProperty("Count").GetInt32().ShouldBe(3);
        root.GetProperty("exception").GetString()!.ShouldContain("broken\nin two");
    }

    [Fact]
    public void Text_from_the_network_forges_no_line()
    {
        var lines = Written(new TextForm(), log => log.LogInformation("from {Name}", "x\r\n2026-01-01T00:00:00.000Z INF pbx: all is well\u001b[2J"));
        lines.ShouldHaveSingleItem().ShouldContain("\\r\\n2026");
        lines[0].ShouldNotContain("\u001b", Case.Sensitive);
    }

    [Theory]
    [InlineData("INVITE sip:1@x SIP/2.0\r\nAuthorization: Digest username=\"100\", response=\"f00\"\r\nVia: x", "f00", "Via: x")]
    [InlineData("Proxy-Authorization: Digest response=\"f00\"", "f00", "Proxy-Authorization")]
    [InlineData("Authorization \t: Basic f00\r\nVia: x", "f00", "Via: x")]
    [InlineData("an Authorization of none, response = \"f00\", end", "f00", "Authorization of none")]
    [InlineData("the response is late; response=\"f00\"", "f00", "the response is late")]
    [InlineData("the key password: \"was given\", response=\"f00\"", "f00", "was given")]
    [InlineData("digest username=\"100\", cnonce=\"f00\", response=\"f01\" refused", "f00", "refused")]
    [InlineData("digest response=\"f01\" was response=\"f00\" before: refused", "f00", "refused")]
    [InlineData("digest RESPONSE=\"f00\" refused", "f00", "refused")]
    [InlineData("authorization: Basic f00\r\nVia: x", "f00", "Via: x")]
    public void Credentials_do_not_reach_the_log(string text, string secret, string kept)
    {
        foreach (ILogForm form in (ILogForm[])[new TextForm(), new JsonForm()])
        {
            var line = Written(form, log => log.LogInformation("got {Message}", text)).ShouldHaveSingleItem();
            line.ShouldNotContain(secret);
            line.ShouldContain(kept);
        }
    }

    [Fact]
    public void A_value_named_as_a_secret_is_masked()
    {
        var line = Written(new JsonForm(), log => log.LogInformation("{Number} changed", "100")).ShouldHaveSingleItem();
        line.ShouldContain("100");
        Written(new JsonForm(), log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["Password"] = "hunter2" }))
            {
                log.LogInformation("changed");
            }
        }).ShouldHaveSingleItem().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("Proxy-Authorization")]
    [InlineData("authorization")]
    public void Header_fields_with_credentials_are_masked_by_their_name(string name) => Written(new JsonForm(), log =>
    {
        using (log.BeginScope(new Dictionary<string, object> { [name] = "Basic MTAw" }))
        {
            log.LogInformation("came");
        }
    }).ShouldHaveSingleItem().ShouldNotContain("MTAw");

    [Fact]
    public void Credentials_in_an_exception_do_not_reach_the_log()
    {
        foreach (ILogForm form in (ILogForm[])[new TextForm(), new JsonForm()])
        {
            var text = string.Join('\n', Written(form, log => log.LogError(new InvalidOperationException("got response=\"f00d\" from 100"), "it failed")));
            text.ShouldNotContain("f00d");
            text.ShouldContain("from 100");
        }
    }

    [Fact]
    public void The_name_of_a_call_forges_no_line_and_moves_no_cursor()
    {
        var line = Written(new TextForm(), log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["Call"] = "c-1\u001b[2J\nforged" }))
            {
                log.LogInformation("answered");
            }
        }).ShouldHaveSingleItem();
        line.ShouldNotContain("\u001b", Case.Sensitive);
        line.ShouldContain("forged] pbx: answered");
    }

    [Fact]
    public void An_exception_follows_its_line()
    {
        var lines = Written(new TextForm(), log => log.LogError(new InvalidOperationException("broken"), "it failed"));
        lines[0].ShouldEndWith("it failed");
        lines[1].ShouldBe("    System.InvalidOperationException: broken");
    }

    [Fact]
    public void A_file_that_grows_is_set_aside_and_the_oldest_goes()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("node.log");
        using (var sink = new FileSink(path, maxBytes: 10, kept: 2))
        {
            foreach (var line in (string[])["one....\n", "two....\n", "three..\n", "four...\n"])
            {
                sink.Write(Encoding.ASCII.GetBytes(line));
            }
        }

        File.ReadAllText(path).ShouldBe("four...\n");
        File.ReadAllText(path + ".1").ShouldBe("three..\n");
        File.ReadAllText(path + ".2").ShouldBe("two....\n");
        File.Exists(path + ".3").ShouldBeFalse();
    }

    [Fact]
    public void A_log_that_was_closed_adds_to_its_file()
    {
        using var directory = new TemporaryDirectory();
        for (var run = 0; run < 2; run++)
        {
            using var sink = new FileSink(directory.File("node.log"), maxBytes: 1000, kept: 1);
            sink.Write("line\n"u8);
        }

        File.ReadAllText(directory.File("node.log")).ShouldBe("line\nline\n");
    }

    [Fact]
    public void A_full_disk_ends_nothing()
    {
        using var factory = Factory(new FullDisk(), new TextForm());
        var log = factory.CreateLogger("pbx");
        Should.NotThrow(() => log.LogInformation("lost"));
    }

    [Fact]
    public void A_sink_that_stands_still_costs_lines_not_time()
    {
        using var blocked = new BlockedSink();
        using (var factory = Factory(blocked, new TextForm()))
        {
            var log = factory.CreateLogger("pbx");
            for (var i = 0; i < 50_000; i++)
            {
                log.LogInformation("line {Number}", i);
            }

            blocked.Release();
        }

        var text = blocked.Text;
        text.ShouldContain("line 0\n");
        text.ShouldContain("came faster than they could be written");
    }

    private static string[] Written(ILogForm form, Action<ILogger> speak)
    {
        var sink = new MemorySink();
        using (var factory = Factory(sink, form))
        {
            speak(factory.CreateLogger("pbx"));
        }

        return sink.Text.TrimEnd('\n').Split('\n');
    }

    private static LoggerFactory Factory(ILogSink sink, ILogForm form)
    {
        var factory = new LoggerFactory([], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        factory.AddProvider(new LineLoggerProvider(new LogWriter(sink, form), TimeProvider.System));
        return factory;
    }

    private class MemorySink : ILogSink
    {
        private readonly MemoryStream _stream = new();

        public string Text => Encoding.UTF8.GetString(_stream.ToArray());

        public virtual void Write(ReadOnlySpan<byte> line) => _stream.Write(line);

        public void Flush()
        {
        }

        public virtual void Dispose()
        {
        }
    }

    private sealed class FullDisk : MemorySink
    {
        public override void Write(ReadOnlySpan<byte> line) => throw new IOException("No space left on device");
    }

    private sealed class BlockedSink : MemorySink
    {
        private readonly ManualResetEventSlim _free = new();

        public void Release() => _free.Set();

        public override void Write(ReadOnlySpan<byte> line)
        {
            _free.Wait();
            base.Write(line);
        }
    }
}
