using System.Text;
using ActorPbx.Node.Logs;

namespace ActorPbx.Node.Tests.Logs;

public class JournalTests
{
    [Theory]
    [InlineData(LogLevel.Debug, "<7>")]
    [InlineData(LogLevel.Information, "<6>")]
    [InlineData(LogLevel.Warning, "<4>")]
    [InlineData(LogLevel.Error, "<3>")]
    [InlineData(LogLevel.Critical, "<2>")]
    public void A_line_begins_with_its_priority_and_leaves_the_time_to_the_journal(LogLevel level, string priority) =>
        Text(level, null).ShouldBe(priority + "[c-1] pbx: it\\nhappened");

    [Fact]
    public void Each_line_of_an_exception_has_the_priority_too()
    {
        var lines = Text(LogLevel.Error, new InvalidOperationException("broken\nin two")).Split('\n');
        lines.Length.ShouldBe(3);
        lines.ShouldAllBe(line => line.StartsWith("<3>", StringComparison.Ordinal));
        lines[2].ShouldBe("<3>    in two");
    }

    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[471]", false)]
    [InlineData("8:4711", "/dev/pts/0", false)]
    [InlineData("8:4711", null, false)]
    [InlineData("", "socket:[]", false)]
    [InlineData(null, "socket:[4711]", false)]
    public void The_journal_reads_only_the_stream_that_it_names(string? journal, string? link, bool reads) => Journal.IsStream(journal, link).ShouldBe(reads);

    private static string Text(LogLevel level, Exception? exception)
    {
        var text = new StringBuilder();
        new JournalForm(new TextForm { Stamped = false }).Write(new LogLine(DateTimeOffset.UnixEpoch, level, "pbx", "c-1", "it\nhappened", [], exception), text);
        return text.ToString();
    }
}
