using System.Text;
using ActorPbx.Storage.Csv;

namespace ActorPbx.Storage.Tests.Csv;

public sealed class CsvLinesTests
{
    [Fact]
    public void A_character_of_two_halves_is_whole_wherever_a_long_line_is_cut()
    {
        for (var before = 0; before < 40; before++)
        {
            // Room for 16 characters: each further piece begins a chunk.
            var line = new StringBuilder(16);
            for (var i = 0; i < before; i++)
                line.Append('x');
            for (var i = 0; i < 20; i++)
                line.Append("\U0001F4DE"[0]).Append("\U0001F4DE"[1]);
            var lines = new CsvLines();
            lines.Add(line);
            Encoding.UTF8.GetString(lines.Bytes).ShouldBe(line.ToString());
        }
    }

    [Fact]
    public void Lines_stand_one_after_the_other_and_are_gone_when_it_begins_anew()
    {
        var lines = new CsvLines();
        lines.Add(new StringBuilder("a\r\n"));
        lines.Add(new StringBuilder("b\r\n"));
        Encoding.UTF8.GetString(lines.Bytes).ShouldBe("a\r\nb\r\n");
        lines.Clear();
        lines.Add(new StringBuilder("c\r\n"));
        Encoding.UTF8.GetString(lines.Bytes).ShouldBe("c\r\n");
    }
}
