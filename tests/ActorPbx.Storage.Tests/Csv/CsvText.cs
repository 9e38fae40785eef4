using System.Text;

namespace ActorPbx.Storage.Tests.Csv;

/// <summary>A reader of RFC 4180, written on its own, to check the writer against.</summary>
internal static class CsvText
{
    /// <summary>The ids in all daily files of a directory; fails on a line that is not whole.</summary>
    public static List<long> Ids(string directory)
    {
        var ids = new List<long>();
        foreach (var file in Directory.GetFiles(directory).Order())
        {
            var text = File.ReadAllText(file);
            text.ShouldEndWith("\r\n");
            foreach (var line in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                Split(line).Count.ShouldBe(21);
                ids.Add(long.Parse(line.Split(',')[0], null));
            }
        }
        return ids;
    }

    public static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var character = line[i];
            if (quoted && character == '"' && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[++i]);
            else if (character == '"')
                quoted = !quoted;
            else if (character == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
                field.Append(character);
        }
        fields.Add(field.ToString());
        return fields;
    }
}
