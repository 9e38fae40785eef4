using ActorPbx.Hocon.Binding;

namespace ActorPbx.Hocon;

/// <summary>Tells which values of a configuration are secret: by the words of their keys, or by a model's <see cref="SecretAttribute"/>.</summary>
public sealed class SecretKeys
{
    // Compared without case, hyphens and underscores, at the end of the key: admin-password, db_password, privateKey.
    private static readonly string[] Words =
        ["password", "passwd", "passphrase", "pass", "secret", "ha1", "ha1sha256", "noncekey", "privatekey", "token", "apikey", "pin", "passwords", "secrets", "connectionstring"];

    private readonly List<string[]> _patterns = [];

    private SecretKeys()
    {
    }

    /// <summary>Secrets known by their names only.</summary>
    public static SecretKeys ByName { get; } = new();

    /// <summary>Secrets known by their names, and those that the settings type marks.</summary>
    public static SecretKeys Of(Type settings, HoconPath? at = null)
    {
        var keys = new SecretKeys();
        keys.Collect(settings, [.. at ?? HoconPath.Root], []);
        return keys;
    }

    /// <summary>Secrets known by their names, and those that the settings type marks.</summary>
    public static SecretKeys Of<T>(HoconPath? at = null) => Of(typeof(T), at);

    /// <summary>True when a key's name alone says that its value is secret.</summary>
    public static bool IsSecretName(string key)
    {
        var plain = key.Replace("-", "").Replace("_", "").ToLowerInvariant();
        return Array.Exists(Words, word => word is "pin" or "pass" or "token" or "ha1" ? IsLastWord(key, word) : plain.EndsWith(word, StringComparison.Ordinal));
    }

    /// <summary>True when the value at the path is secret.</summary>
    public bool IsSecret(HoconPath path) => path.Count > 0 && (IsSecretName(path[^1]) || _patterns.Exists(p => Matches(p, path)));

    // Short words count only as a word of their own: 'pin' is secret, 'mapping' is not.
    private static bool IsLastWord(string key, string word)
    {
        if (!key.EndsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        var before = key.Length - word.Length - 1;
        return before < 0 || key[before] is '-' or '_' or '.' || char.IsUpper(key[before + 1]);
    }

    private static bool Matches(string[] pattern, HoconPath path)
    {
        if (pattern.Length != path.Count) return false;
        for (var i = 0; i < pattern.Length; i++)
            if (pattern[i] != "*" && pattern[i] != path[i]) return false;
        return true;
    }

    // Items of arrays have no key of their own; keys of dictionaries are free.
    private void Collect(Type type, List<string> path, HashSet<Type> open)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (CollectionBinder.ShapeOf(type) is { } shape)
        {
            Collect(shape.Element, shape.Key is null ? path : [.. path, "*"], open);
            return;
        }
        if (TextForms.Of(type, HoconBindOptions.Default) is not null || typeof(HoconValue).IsAssignableFrom(type) || !open.Add(type)) return;
        foreach (var member in Model.Of(type).Members)
        {
            if (member.Has<SecretAttribute>()) _patterns.Add([.. path, member.Key]);
            else Collect(member.Type, [.. path, member.Key], open);
        }
        open.Remove(type);
    }
}
