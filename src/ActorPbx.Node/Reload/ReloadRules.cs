namespace ActorPbx.Node.Reload;

/// <summary>Which settings a running node can take over, and which need a start. The first row that a path begins with decides; what no row names needs a start.</summary>
internal static class ReloadRules
{
    // docs/configuration.md has the same table for people.
    private static readonly (string[] Begin, bool AtOnce)[] Rules =
    [
        (["domains", "*", "roaming"], false),
        (["domains"], true),
        (["default-domain"], true),
        (["log", "level"], true),
        (["node", "drain-timeout"], true),
        (["telemetry"], true),
        (["hep"], true),
    ];

    /// <summary>True for a setting that the running node takes over.</summary>
    public static bool TakesEffectAtOnce(SettingPath path)
    {
        foreach (var (begin, atOnce) in Rules)
        {
            if (Begins(path.Keys, begin))
            {
                return atOnce;
            }
        }

        return false;
    }

    private static bool Begins(IReadOnlyList<string> keys, string[] begin)
    {
        for (var i = 0; i < begin.Length; i++)
        {
            if (i >= keys.Count || (begin[i] != "*" && begin[i] != keys[i]))
            {
                return false;
            }
        }

        return true;
    }
}
