// Generated from data/messages/*.toml by ent-datagen; do not edit.

use crate::message::Message;

#[rustfmt::skip]
pub(crate) static MESSAGES: &[Message] = &[
    Message { code: "cas/lost", fr: "Une autre demande est passée juste avant la vôtre. Veuillez recommencer.", en: "Another request went through just before yours. Please try again." },
    Message { code: "id/format", fr: "Cet identifiant technique n’est pas valable.", en: "This technical identifier is not valid." },
    Message { code: "instant/format", fr: "La date et l’heure ne sont pas lisibles.", en: "The date and time cannot be read." },
    Message { code: "instant/out-of-range", fr: "La date doit être comprise entre 2000 et 2200.", en: "The date must lie between 2000 and 2200." },
    Message { code: "key/duplicate", fr: "Deux clés du service portent le même nom.", en: "Two keys of the service have the same name." },
    Message { code: "key/id", fr: "Le nom d’une clé du service n’est pas valable.", en: "The name of a key of the service is not valid." },
    Message { code: "key/length", fr: "Une clé du service doit avoir de 32 à 64 octets.", en: "A key of the service must have 32 to 64 bytes." },
    Message { code: "key/too-many", fr: "Le service a trop d’anciennes clés.", en: "The service has too many previous keys." },
    Message { code: "state/corrupt", fr: "L’état enregistré est illisible. Veuillez contacter votre établissement.", en: "The stored state cannot be read. Please contact your school." },
    Message { code: "state/newer", fr: "L’état enregistré vient d’une version plus récente ({found}) que celle de ce service ({known}).", en: "The stored state comes from a newer version ({found}) than this service knows ({known})." },
    Message { code: "state/other-kind", fr: "L’état enregistré est celui d’une autre démarche.", en: "The stored state belongs to another procedure." },
    Message { code: "step/clock", fr: "L’horloge du service n’est pas plausible. Veuillez réessayer plus tard.", en: "The clock of the service is not plausible. Please try again later." },
    Message { code: "step/entropy", fr: "Le service ne peut pas tirer de code pour le moment. Veuillez réessayer plus tard.", en: "The service cannot draw a code at the moment. Please try again later." },
    Message { code: "step/keys", fr: "Une clé du service manque. Veuillez réessayer plus tard.", en: "A key of the service is missing. Please try again later." },
    Message { code: "step/out-of-order", fr: "Cette étape ne peut pas être faite maintenant.", en: "This step cannot be taken now." },
    Message { code: "store/busy", fr: "Le service est très sollicité. Veuillez réessayer dans un instant.", en: "The service is very busy. Please try again in a moment." },
    Message { code: "store/failed", fr: "Le service ne peut pas enregistrer votre demande. Veuillez réessayer plus tard.", en: "The service cannot record your request. Please try again later." },
    Message { code: "text/control", fr: "Ce texte contient un caractère de contrôle.", en: "This text holds a control character." },
    Message { code: "text/invisible", fr: "Ce texte contient un caractère invisible.", en: "This text holds an invisible character." },
];
