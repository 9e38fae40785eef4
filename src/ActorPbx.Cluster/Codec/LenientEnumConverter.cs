using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorPbx.Cluster.Codec;

/// <summary>Enumerations by their names. A name of a newer node that this one does not know counts as nothing: a flag less, or the member that is 0.</summary>
internal sealed class LenientEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type type) => type.IsEnum;

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!;

    private sealed class Of<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly bool IsFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);

        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException($"{typeof(T).Name} is written by its name");
            var text = reader.GetString().AsSpan();
            if (!IsFlags)
                return Parse(text);
            var value = 0L;
            foreach (var range in text.Split(','))
                value |= Convert.ToInt64(Parse(text[range].Trim()), null);
            return (T)Enum.ToObject(typeof(T), value);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        private static T Parse(ReadOnlySpan<char> name) => Enum.TryParse<T>(name, out var known) && Enum.GetName(known).AsSpan().SequenceEqual(name) ? known : default;
    }
}
