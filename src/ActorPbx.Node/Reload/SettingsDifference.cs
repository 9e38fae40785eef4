using System.Text.Json;
using ActorPbx.Hocon;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Reload;

/// <summary>What was done to a setting.</summary>
public enum SettingChange
{
    /// <summary>It is there now.</summary>
    Added,

    /// <summary>It has another value.</summary>
    Changed,

    /// <summary>It is there no longer.</summary>
    Removed,
}

/// <summary>One setting that two configurations differ in; its values are nobody's business, they may be secret.</summary>
/// <param name="Path">Its keys.</param>
/// <param name="Change">What was done to it.</param>
public sealed record DifferentSetting(SettingPath Path, SettingChange Change);

/// <summary>The keys of a setting from the root.</summary>
public sealed record SettingPath(IReadOnlyList<string> Keys)
{
    /// <summary>As a configuration file writes it.</summary>
    public override string ToString() => string.Join('.', Keys.Select(key => key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : $"\"{key}\""));
}

/// <summary>
/// Finds what differs between two configurations in effect: a default that is now written out is no difference, nor is another order of keys. Arrays are taken whole.
/// </summary>
internal static class SettingsDifference
{
    // Keys are written as configuration files write them.
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower };

    public static IReadOnlyList<DifferentSetting> Between(LoadedConfiguration before, LoadedConfiguration after)
    {
        var (old, fresh) = (Leaves(before), Leaves(after));
        List<DifferentSetting> differences = [];
        foreach (var (path, (keys, value)) in fresh)
        {
            if (!old.TryGetValue(path, out var was))
            {
                differences.Add(new DifferentSetting(keys, SettingChange.Added));
            }
            else if (was.Value != value)
            {
                differences.Add(new DifferentSetting(keys, SettingChange.Changed));
            }
        }

        differences.AddRange(old.Where(pair => !fresh.ContainsKey(pair.Key)).Select(pair => new DifferentSetting(pair.Value.Keys, SettingChange.Removed)));
        return [.. differences.OrderBy(different => different.Path.ToString(), StringComparer.Ordinal)];
    }

    private static Dictionary<string, (SettingPath Keys, string Value)> Leaves(LoadedConfiguration configuration)
    {
        Dictionary<string, (SettingPath, string)> leaves = new(StringComparer.Ordinal);
        Collect(JsonSerializer.SerializeToElement(configuration.Settings, Options), [], leaves);
        // The runtime's section has no settings of ours: it is compared as it is written.
        Put(["akka"], configuration.Tree.Root.Find("akka") is HoconObject akka ? HoconRenderer.Render(akka) : "", leaves);
        return leaves;
    }

    private static void Collect(JsonElement value, string[] keys, Dictionary<string, (SettingPath, string)> leaves)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            // A key without value says the same as no key.
            if (value.ValueKind != JsonValueKind.Null)
            {
                Put(keys, value.GetRawText(), leaves);
            }

            return;
        }

        var empty = true;
        foreach (var member in value.EnumerateObject())
        {
            Collect(member.Value, [.. keys, member.Name], leaves);
            empty = false;
        }

        if (empty && keys.Length > 0)
        {
            Put(keys, "{}", leaves);
        }
    }

    private static void Put(string[] keys, string value, Dictionary<string, (SettingPath, string)> leaves)
    {
        var path = new SettingPath(keys);
        leaves[path.ToString()] = (path, value);
    }
}
