using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>The client's side of digest authentication (RFC 7616), written for the tests alone.</summary>
public static class Digest
{
    /// <summary>The Authorization or Proxy-Authorization line that answers a challenge with the given algorithm.</summary>
    public static string Answer(SipText challenge, string algorithm, string method, string uri, string user, string password, int count = 1)
    {
        var proxy = challenge.Status == 407;
        var offered = challenge.All(proxy ? "Proxy-Authenticate" : "WWW-Authenticate").ToArray();
        var chosen = offered.First(line => Field(line, "algorithm").Equals(algorithm, StringComparison.OrdinalIgnoreCase));
        string realm = Field(chosen, "realm"), nonce = Field(chosen, "nonce"), opaque = Field(chosen, "opaque");
        var cnonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var response = Hash(algorithm, $"{Hash(algorithm, $"{user}:{realm}:{password}")}:{nonce}:{count:x8}:{cnonce}:auth:{Hash(algorithm, $"{method}:{uri}")}");
        return $"{(proxy ? "Proxy-" : "")}Authorization: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", "
            + $"response=\"{response}\", algorithm={algorithm}, qop=auth, nc={count:x8}, cnonce=\"{cnonce}\""
            + (opaque.Length > 0 ? $", opaque=\"{opaque}\"" : "");
    }

    /// <summary>The algorithms of a challenge in the order in which they are offered.</summary>
    public static string[] Offered(SipText challenge) =>
        [.. challenge.All("WWW-Authenticate").Concat(challenge.All("Proxy-Authenticate")).Select(line => Field(line, "algorithm"))];

    private static string Field(string line, string name) =>
        Regex.Match(line, $"""\b{name}\s*=\s*(?:"([^"]*)"|([^,\s]+))""") is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value : "";

    private static string Hash(string algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == "MD5" ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }
}
