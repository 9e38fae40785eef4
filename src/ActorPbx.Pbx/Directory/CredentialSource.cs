using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Directory;

/// <summary>Where the numbers of one configuration entry get their digest credentials: a password, HA1 values, or a CSV file.</summary>
internal sealed class CredentialSource
{
    private readonly ExtensionSettings _extension;
    private readonly string _realm;
    private readonly DigestOffer _offer;
    private readonly string _path;
    private readonly List<DirectoryFault> _faults;
    private readonly Dictionary<string, DigestSecret>? _fromFile;
    private readonly string _file = "";
    private bool _saidMissing;

    public CredentialSource(ExtensionSettings extension, string realm, DigestOffer offer, string baseFolder, string path, List<DirectoryFault> faults)
    {
        (_extension, _realm, _offer, _path, _faults) = (extension, realm, offer, path, faults);
        if (extension.Ha1 is { } md5 && !IsHex(md5, 32))
        {
            faults.Add(new DirectoryFault($"{path}.ha1", "must be 32 hexadecimal digits, the MD5 of number:realm:password."));
        }

        if (extension.Ha1Sha256 is { } sha && !IsHex(sha, 64))
        {
            faults.Add(new DirectoryFault($"{path}.ha1-sha256", "must be 64 hexadecimal digits, the SHA-256 of number:realm:password."));
        }

        if (extension.CredentialsFile is { Length: > 0 } file)
        {
            _file = Path.GetFullPath(file, baseFolder);
            _fromFile = Read(_file);
        }
    }

    public DigestSecret? For(string number, ExtensionClass shared)
    {
        if (_fromFile is not null)
        {
            return FromFile(number);
        }

        if (_extension.Password is { Length: > 0 } password)
        {
            return FromPassword(number, password.Replace("{number}", number, StringComparison.Ordinal));
        }

        if (_extension.Ha1 is not null || _extension.Ha1Sha256 is not null)
        {
            return DigestSecret.FromHa1(_extension.Ha1, _extension.Ha1Sha256);
        }

        if (shared.Trusted.IsEmpty && !_saidMissing)
        {
            _saidMissing = true;
            _faults.Add(new DirectoryFault(_path, "no device could ever use it: give it a password, ha1, credentials-file or trusted-addresses."));
        }

        return null;
    }

    private DigestSecret? FromFile(string number)
    {
        if (_fromFile!.TryGetValue(number, out var credentials))
        {
            return credentials;
        }

        if (!_saidMissing && _fromFile.Count > 0)
        {
            _saidMissing = true;
            _faults.Add(new DirectoryFault(_path, $"{_file} has no line for extension {number}."));
        }

        return null;
    }

    private Dictionary<string, DigestSecret> Read(string file)
    {
        var found = new Dictionary<string, DigestSecret>(StringComparer.Ordinal);
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                ReadLine(line.AsSpan().Trim(), file, number, found);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _faults.Add(new DirectoryFault($"{_path}.credentials-file", $"{file} cannot be read: {error.Message}"));
        }

        return found;
    }

    private void ReadLine(ReadOnlySpan<char> line, string file, int lineNumber, Dictionary<string, DigestSecret> found)
    {
        if (line.IsEmpty || line[0] == '#' || line.StartsWith("number,", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        Span<Range> parts = stackalloc Range[5];
        var count = line.Split(parts, ',', StringSplitOptions.TrimEntries);
        var number = line[parts[0]].ToString();
        var password = count > 1 ? line[parts[1]].ToString() : "";
        var md5 = count > 2 ? line[parts[2]].ToString() : "";
        var sha = count > 3 ? line[parts[3]].ToString() : "";
        var wrong = Wrong(count, password, md5, sha);
        if (wrong.Length > 0)
        {
            _faults.Add(new DirectoryFault($"{_path}.credentials-file", wrong, file, lineNumber));
        }
        else if (!found.TryAdd(number, password.Length > 0 ? FromPassword(number, password) : DigestSecret.FromHa1(NullIfEmpty(md5), NullIfEmpty(sha))))
        {
            _faults.Add(new DirectoryFault($"{_path}.credentials-file", $"extension {number} has a line already.", file, lineNumber));
        }
    }

    private static string Wrong(int count, string password, string md5, string sha) =>
        count is < 2 or > 4 ? "a line is \"number,password\" or \"number,,ha1-md5,ha1-sha-256\"."
        : password.Length == 0 && md5.Length == 0 && sha.Length == 0 ? "neither a password nor an HA1 is given."
        : md5.Length > 0 && !IsHex(md5, 32) ? "the HA1 for MD5 must be 32 hexadecimal digits."
        : sha.Length > 0 && !IsHex(sha, 64) ? "the HA1 for SHA-256 must be 64 hexadecimal digits."
        : "";

    // RFC 7616 §3.4.2: A1 = unq(username) ":" unq(realm) ":" passwd.
    private DigestSecret FromPassword(string number, string password) => _offer switch
    {
        DigestOffer.Md5 => DigestSecret.FromHa1(DigestSecret.Ha1(DigestAlgorithm.Md5, number, _realm, password)),
        DigestOffer.Sha256 => DigestSecret.FromHa1(DigestSecret.Ha1(DigestAlgorithm.Sha256, number, _realm, password)),
        _ => DigestSecret.FromPassword(number, _realm, password),
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigit);
}
