using ActorPbx.Hocon;

namespace ActorPbx.Node.Settings;

/// <summary>A resolved configuration and the places where its values were written.</summary>
public sealed class ConfigurationTree(string file, HoconObject root, IReadOnlyList<HoconMissingInclude> missing)
{
    /// <summary>Includes that found nothing and were not required.</summary>
    public IReadOnlyList<HoconMissingInclude> MissingIncludes { get; } = missing;

    /// <summary>The values.</summary>
    public HoconObject Root { get; } = root;

    /// <summary>A problem at a path, placed where the path's value, or else the nearest thing around it, was written.</summary>
    public ConfigurationProblem Problem(string path, string message)
    {
        var origin = OriginOf(HoconPath.Parse(path));
        return origin.Line == 0
            ? new ConfigurationProblem(file, 0, 0, path, message)
            : new ConfigurationProblem(origin.Source, origin.Line, origin.Column, path, message);
    }

    private HoconOrigin OriginOf(HoconPath path)
    {
        HoconValue? at = Root;
        var origin = HoconOrigin.None;
        foreach (var key in path)
        {
            (at, var found) = Step(at, key);
            if (at is null)
            {
                return origin;
            }

            origin = found.Line == 0 ? origin : found;
        }

        return origin;
    }

    private static (HoconValue? Value, HoconOrigin Origin) Step(HoconValue? from, string key)
    {
        switch (from)
        {
            case HoconArray items when int.TryParse(key, out var index) && index >= 0 && index < items.Count:
                return (items[index], items[index].Origin);
            case HoconObject fields:
                // Domain names are told apart without case.
                var name = fields.ContainsKey(key) ? key : fields.Keys.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
                return name is null ? (null, HoconOrigin.None) : (fields[name], fields.KeyOrigin(name));
            default:
                return (null, HoconOrigin.None);
        }
    }
}
