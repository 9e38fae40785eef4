using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>When two URIs mean the same (RFC 3261 §19.1.4, RFC 3966 §4).</summary>
internal static class SipUriComparison
{
    private static readonly string[] AlwaysCompared = ["user", "ttl", "method", "maddr", "transport"];

    public static bool AreEqual(SipUri left, SipUri right)
    {
        if (left.Raw.SequenceEqual(right.Raw)) return true;
        if (left.Form != right.Form) return false;
        return left.Form switch
        {
            UriForm.Tel => Digits(left) == Digits(right) && AgreeBothWays(left, right) && HaveSameNames(left, right) && HaveSameNames(right, left),
            UriForm.Other => left.Scheme == right.Scheme && left.RawUser.SequenceEqual(right.RawUser),
            _ => AreSameAddress(left, right) && AgreeBothWays(left, right) && HeadersAgree(left, right) && HeadersAgree(right, left),
        };
    }

    public static int Hash(SipUri uri) => uri.Form switch
    {
        UriForm.Tel => HashCode.Combine(uri.Form, Digits(uri)),
        UriForm.Other => HashCode.Combine(uri.Scheme, uri.User),
        _ => HashCode.Combine(uri.Form, uri.User, uri.Host.ToLowerInvariant(), uri.Port),
    };

    // A missing port is not the default port: sip:bob@biloxi.com ≠ sip:bob@biloxi.com:5060.
    private static bool AreSameAddress(SipUri left, SipUri right) =>
        left.Port == right.Port && Ascii.EqualsIgnoreCase(left.RawHost, right.RawHost) && left.User == right.User && left.Password == right.Password;

    private static bool AgreeBothWays(SipUri left, SipUri right) => ParametersAgree(left.Parameters, right.Parameters) && ParametersAgree(right.Parameters, left.Parameters);

    /// <summary>A parameter in both must match; user, ttl, method, maddr and transport must match even where one lacks it.</summary>
    private static bool ParametersAgree(ParameterList left, ParameterList right)
    {
        foreach (var (name, value) in left)
        {
            if (!right.Contains(name))
            {
                if (AlwaysCompared.Contains(name, StringComparer.OrdinalIgnoreCase)) return false;
            }
            else if (!string.Equals(right.Get(name), value ?? "", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }
        return true;
    }

    private static bool HaveSameNames(SipUri left, SipUri right)
    {
        foreach (var (name, _) in left.Parameters)
        {
            if (!right.Parameters.Contains(name)) return false;
        }
        return true;
    }

    /// <summary>Headers are never ignored: each of one URI stands in the other, in any order.</summary>
    private static bool HeadersAgree(SipUri left, SipUri right)
    {
        var rest = left.RawHeaders;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'&');
            if (!ContainsHeader(right.RawHeaders, end < 0 ? rest : rest[..end])) return false;
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return true;
    }

    private static bool ContainsHeader(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> wanted)
    {
        var text = UriEscaping.Unescape(wanted);
        while (!headers.IsEmpty)
        {
            var end = headers.IndexOf((byte)'&');
            if (string.Equals(UriEscaping.Unescape(end < 0 ? headers : headers[..end]), text, StringComparison.OrdinalIgnoreCase)) return true;
            headers = end < 0 ? default : headers[(end + 1)..];
        }
        return false;
    }

    /// <summary>RFC 3966 §5.1.1: visual separators mean nothing.</summary>
    private static string Digits(SipUri uri)
    {
        var digits = new StringBuilder(uri.RawUser.Length);
        foreach (var character in uri.RawUser)
        {
            if (character is not ((byte)'-' or (byte)'.' or (byte)'(' or (byte)')')) digits.Append(char.ToLowerInvariant((char)character));
        }
        return digits.ToString();
    }
}
