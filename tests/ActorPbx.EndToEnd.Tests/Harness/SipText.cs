using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A SIP message as text, read by other code than the exchange's own.</summary>
public sealed class SipText
{
    private readonly List<(string Name, string Value)> _headers = [];

    public SipText(string text)
    {
        Text = text;
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Body = end < 0 ? "" : text[(end + 4)..];
        var lines = (end < 0 ? text : text[..end]).Split("\r\n");
        StartLine = lines[0];
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) _headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
    }

    public string Text { get; }

    public string StartLine { get; }

    public string Body { get; }

    public bool IsResponse => StartLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal);

    /// <summary>0 for a request.</summary>
    public int Status => IsResponse ? int.Parse(StartLine.Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>The method of a request, or the one that a response answers.</summary>
    public string Method => IsResponse ? CSeq.Split(' ')[1] : StartLine.Split(' ')[0];

    public string RequestUri => StartLine.Split(' ')[1];

    public string CallId => this["Call-ID"] ?? "";

    public string CSeq => this["CSeq"] ?? "";

    public string Branch => Part(this["Via"] ?? "", @"branch=([^;,\s]+)");

    public string FromTag => Part(this["From"] ?? "", @">.*;tag=([^;\s]+)");

    public string ToTag => Part(this["To"] ?? "", @">.*;tag=([^;\s]+)");

    /// <summary>The URI of the Contact header.</summary>
    public string Contact => Part(this["Contact"] ?? "", @"<([^>]*)>");

    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) =>
        _headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public override string ToString() => Text;

    private static string Part(string text, string pattern) => Regex.Match(text, pattern).Groups[1].Value;
}
