// Generated from data/messages/*.toml by ent-datagen; do not edit.

use crate::message::Message;

#[rustfmt::skip]
pub(crate) static MESSAGES: &[Message] = &[
    Message { code: "birth-date/format", fr: "La date de naissance n’est pas lisible. Elle comporte un jour, un mois et une année.", en: "The birth date cannot be read. It has a day, a month and a year." },
    Message { code: "birth-date/out-of-range", fr: "La date de naissance doit être comprise entre 1900 et 2199.", en: "The birth date must lie between 1900 and 2199." },
    Message { code: "cas/lost", fr: "Une autre demande est passée juste avant la vôtre. Veuillez recommencer.", en: "Another request went through just before yours. Please try again." },
    Message { code: "email/empty", fr: "Veuillez indiquer une adresse électronique.", en: "Please give an e-mail address." },
    Message { code: "email/format", fr: "Cette adresse électronique n’est pas valable. Elle s’écrit sans accent ni espace, comme nom@exemple.fr.", en: "This e-mail address is not valid. It is written without accents or spaces, like name@example.org." },
    Message { code: "id/format", fr: "Cet identifiant technique n’est pas valable.", en: "This technical identifier is not valid." },
    Message { code: "instant/format", fr: "La date et l’heure ne sont pas lisibles.", en: "The date and time cannot be read." },
    Message { code: "instant/out-of-range", fr: "La date doit être comprise entre 2000 et 2200.", en: "The date must lie between 2000 and 2200." },
    Message { code: "name/family-empty", fr: "Veuillez indiquer un nom de famille.", en: "Please give a family name." },
    Message { code: "name/family-format", fr: "Le nom de famille doit contenir au moins une lettre et aucun caractère invisible.", en: "The family name must hold at least one letter and no invisible character." },
    Message { code: "name/family-too-long", fr: "Le nom de famille est trop long. Il compte au plus 100 caractères.", en: "The family name is too long. It has at most 100 characters." },
    Message { code: "name/given-empty", fr: "Veuillez indiquer un prénom.", en: "Please give a first name." },
    Message { code: "name/given-format", fr: "Le prénom doit contenir au moins une lettre et aucun caractère invisible.", en: "The first name must hold at least one letter and no invisible character." },
    Message { code: "name/given-too-long", fr: "Le prénom est trop long. Il compte au plus 100 caractères.", en: "The first name is too long. It has at most 100 characters." },
    Message { code: "phone/empty", fr: "Veuillez indiquer un numéro de téléphone.", en: "Please give a phone number." },
    Message { code: "phone/format", fr: "Ce numéro de téléphone n’est pas lisible. Il s’écrit comme 06 12 34 56 78 ou +33 6 12 34 56 78.", en: "This phone number cannot be read. It is written like 06 12 34 56 78 or +33 6 12 34 56 78." },
    Message { code: "phone/region", fr: "Ce territoire n’est pas connu.", en: "This territory is not known." },
    Message { code: "phone/unallocated", fr: "Ce numéro de téléphone n’est attribué à personne. Veuillez vérifier la saisie.", en: "This phone number is not in use. Please check what you typed." },
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
