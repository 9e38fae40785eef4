using System.Globalization;
using ActorPbx.Hocon.Sources;
using Microsoft.Extensions.Configuration;

namespace ActorPbx.Hocon;

/// <summary>Gives a HOCON file's settings as keys with colons; a bad change is refused whole and the old settings stay.</summary>
public sealed class HoconConfigurationProvider : ConfigurationProvider, IDisposable
{
    private readonly HoconConfigurationSource _source;
    private readonly string _file;
    private readonly FileWatch? _watch;

    internal HoconConfigurationProvider(HoconConfigurationSource source, string file)
    {
        _source = source;
        _file = file;
        if (source.ReloadOnChange) _watch = new FileWatch(source.ReloadDelay, Reload);
    }

    /// <summary>Reads the file; throws <see cref="HoconException"/> when it cannot be read or resolved.</summary>
    public override void Load()
    {
        if (_source.Optional && !File.Exists(_file))
        {
            Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            _watch?.Watch([_file]);
            return;
        }
        var document = HoconParser.ParseFile(_file, _source.ParseOptions);
        _watch?.Watch([.. document.Files, .. document.MissingIncludes.SelectMany(m => m.Places)]);
        Data = Flatten(document.Resolve(_source.ResolveOptions));
    }

    /// <summary>Stops watching the files.</summary>
    public void Dispose() => _watch?.Dispose();

    private void Reload()
    {
        try
        {
            Load();
        }
        catch (Exception failure)
        {
            _watch!.Rearm();
            _source.OnReloadFailure?.Invoke(failure);
            return;
        }
        OnReload();
    }

    private static Dictionary<string, string?> Flatten(HoconObject root)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in root) Flatten(value, key, data);
        return data;
    }

    // As the platform's JSON source has it: an empty object is null, an empty array the empty text.
    private static void Flatten(HoconValue value, string key, Dictionary<string, string?> data)
    {
        switch (value)
        {
            case HoconObject { Count: > 0 } fields:
                foreach (var (name, field) in fields) Flatten(field, ConfigurationPath.Combine(key, name), data);
                break;
            case HoconArray { Count: > 0 } array:
                for (var i = 0; i < array.Count; i++) Flatten(array[i], ConfigurationPath.Combine(key, i.ToString(CultureInfo.InvariantCulture)), data);
                break;
            default:
                data[key] = value is HoconScalar { IsNull: false } scalar ? scalar.Text : value is HoconArray ? "" : null;
                break;
        }
    }
}
